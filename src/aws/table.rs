//! Derived tables, embedded as text: sorted lines that are searched in place, so that a run that asks nothing pays nothing.

/// An ASCII text: some lines of heading, then lines that start with a key and are sorted by it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    pub(super) text: &'static str,
    /// How many lines come before the sorted ones.
    pub(super) heading: usize,
    /// What stands after the key.
    pub(super) separator: char,
}

impl Table {
    pub(super) fn lines(self) -> impl Iterator<Item = &'static str> {
        self.text.lines().skip(self.heading)
    }

    pub(super) fn key(self, line: &str) -> &str {
        line.split_once(self.separator).map_or(line, |(key, _)| key)
    }

    /// The line of a key: a binary search over the places of the text.
    pub(super) fn find(self, key: &str) -> Option<&'static str> {
        let mut rest = self.text;
        for _ in 0..self.heading {
            (_, rest) = rest.split_once('\n')?;
        }
        while !rest.is_empty() {
            // The line that holds the middle of what is left.
            let start = rest
                .get(..rest.len() / 2)?
                .rfind('\n')
                .map_or(0, |end| end + 1);
            let length = rest.get(start..)?.find('\n');
            let end = length.map_or(rest.len(), |length| start + length);
            let line = rest.get(start..end)?;
            match key.cmp(self.key(line)) {
                std::cmp::Ordering::Equal => return Some(line),
                std::cmp::Ordering::Less => rest = rest.get(..start)?,
                std::cmp::Ordering::Greater => rest = rest.get(end + 1..).unwrap_or(""),
            }
        }
        None
    }

    /// What the search relies on.
    #[cfg(test)]
    pub(super) fn check(self) {
        assert!(self.text.is_ascii());
        let keys: Vec<&str> = self.lines().map(|line| self.key(line)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b));
        for key in keys {
            assert_eq!(self.find(key).map(|line| self.key(line)), Some(key));
        }
        assert_eq!(self.find(""), None);
        assert_eq!(self.find("~"), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_no_other() {
        let table = Table {
            text: "# head\na|1\nab|2\nb\nzebra|x|y",
            heading: 1,
            separator: '|',
        };
        table.check();
        assert_eq!(table.find("zebra"), Some("zebra|x|y"));
        for absent in ["0", "aa", "abc", "zebr", "# head"] {
            assert_eq!(table.find(absent), None, "{absent}");
        }
    }
}
