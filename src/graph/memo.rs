//! What was found out once and is asked for again, by threads side by side.
//!
//! Knows nothing of what it keeps: an answer must depend on its question alone, so that it does not matter who asks first.

use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

/// Answers by question. They are cloned, so they should be cheap to clone.
#[derive(Debug)]
pub struct Memo<K, V>(RwLock<FxHashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// The answer, if somebody has asked before.
    pub fn get<Q>(&self, question: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let answers = self.0.read().unwrap_or_else(PoisonError::into_inner);
        answers.get(question).cloned()
    }

    /// Keeps an answer and gives it back. When two threads found it at once the first stays: they are the same.
    pub fn keep(&self, question: K, answer: V) -> V {
        let mut answers = self.0.write().unwrap_or_else(PoisonError::into_inner);
        answers.entry(question).or_insert(answer).clone()
    }

    /// The answer, found now if nobody has asked before. Nothing is locked while it is being found: it may ask further questions.
    pub fn get_or_find(&self, question: K, find: impl FnOnce() -> V) -> V {
        if let Some(known) = self.get(&question) {
            return known;
        }
        let found = find();
        self.keep(question, found)
    }
}
