//! Proofs that are kept to be asked for again. Knows no network.
//!
//! What is unknown in a large plan is often unknown for thousands of reasons, the same for each of thousands of resources: each list is kept once.

use super::proof::{Hop, Proof};
use crate::graph::Memo;
use crate::value::Reason;
use std::hash::Hash;
use std::sync::Arc;

/// Proofs by question.
#[derive(Debug)]
pub(super) struct Proofs<K> {
    answers: Memo<K, Kept>,
    reasons: Memo<Arc<[Reason]>, Arc<[Reason]>>,
}

/// A proof that shares what it says with others.
#[derive(Clone, Debug)]
enum Kept {
    Closed,
    Open(Arc<[Hop]>),
    Unknown(Arc<[Reason]>),
}

impl<K> Default for Proofs<K> {
    fn default() -> Self {
        Self {
            answers: Memo::default(),
            reasons: Memo::default(),
        }
    }
}

impl<K: Hash + Eq> Proofs<K> {
    /// The proof, if it was asked for before.
    pub(super) fn get(&self, question: &K) -> Option<Proof> {
        self.answers.get(question).map(Kept::proof)
    }

    /// Keeps a proof and gives it back.
    pub(super) fn keep(&self, question: K, proof: Proof) -> Proof {
        let kept = match &proof {
            Proof::Closed => Kept::Closed,
            Proof::Open(hops) => Kept::Open(Arc::from(hops.as_slice())),
            Proof::Unknown(reasons) => Kept::Unknown(self.shared(reasons)),
        };
        self.answers.keep(question, kept);
        proof
    }

    /// The proof, found now if nobody has asked before.
    pub(super) fn get_or_find(&self, question: K, find: impl FnOnce() -> Proof) -> Proof {
        match self.get(&question) {
            Some(known) => known,
            None => self.keep(question, find()),
        }
    }

    fn shared(&self, reasons: &[Reason]) -> Arc<[Reason]> {
        self.reasons.get(reasons).unwrap_or_else(|| {
            let list: Arc<[Reason]> = Arc::from(reasons);
            self.reasons.keep(Arc::clone(&list), list)
        })
    }
}

impl Kept {
    fn proof(self) -> Proof {
        match self {
            Self::Closed => Proof::Closed,
            Self::Open(hops) => Proof::Open(hops.to_vec()),
            Self::Unknown(reasons) => Proof::Unknown(reasons.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_equal_lists_are_one() {
        let proofs = Proofs::default();
        let unknown = || Proof::unknown(vec![Reason::Other("a".into()), Reason::Other("b".into())]);
        for question in [1, 2] {
            let found = proofs.get_or_find(question, unknown);
            assert_eq!(found.truth(), unknown().truth());
            let again = proofs.get(&question).map(|proof| proof.truth());
            assert_eq!(again, Some(unknown().truth()));
        }
        let lists: Vec<_> = [1, 2]
            .iter()
            .filter_map(|one| proofs.answers.get(one))
            .collect();
        let [Kept::Unknown(one), Kept::Unknown(other)] = lists.as_slice() else {
            panic!("{lists:?}");
        };
        assert!(Arc::ptr_eq(one, other));
    }
}
