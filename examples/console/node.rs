//! An expression as a text with holes that expressions fill, so that it can be made smaller anywhere. Knows no syntax and no function.

/// `texts` stand around and between `children`: there is one more of them.
#[derive(Clone, Debug)]
pub struct Node {
    texts: Vec<String>,
    children: Vec<Node>,
    /// Names that the children can use.
    binds: Vec<String>,
    /// Whether this is such a name.
    is_name: bool,
}

impl Node {
    pub fn leaf(text: impl Into<String>) -> Self {
        Self {
            texts: vec![text.into()],
            children: Vec::new(),
            binds: Vec::new(),
            is_name: false,
        }
    }

    pub fn name(name: &str) -> Self {
        Self {
            is_name: true,
            ..Self::leaf(name)
        }
    }

    /// `pattern` has a `@` for each child.
    pub fn new(pattern: &str, children: Vec<Self>) -> Self {
        let texts: Vec<String> = pattern.split('@').map(str::to_owned).collect();
        assert_eq!(texts.len(), children.len() + 1, "{pattern}");
        Self {
            texts,
            children,
            binds: Vec::new(),
            is_name: false,
        }
    }

    /// Children between two texts, with a comma between them.
    pub fn sequence(open: &str, children: Vec<Self>, close: &str) -> Self {
        let holes = vec!["@"; children.len()].join(", ");
        Self::new(&format!("{open}{holes}{close}"), children)
    }

    pub fn binding(mut self, names: Vec<String>) -> Self {
        self.binds = names;
        self
    }

    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let mut children = self.children.iter();
        for text in &self.texts {
            out.push_str(text);
            if let Some(child) = children.next() {
                child.write(out);
            }
        }
    }

    /// Whether every name stands below a node that binds it.
    fn is_closed(&self, bound: &mut Vec<String>) -> bool {
        if self.is_name && !self.texts.iter().all(|name| bound.contains(name)) {
            return false;
        }
        let before = bound.len();
        bound.extend(self.binds.iter().cloned());
        let closed = self.children.iter().all(|child| child.is_closed(bound));
        bound.truncate(before);
        closed
    }

    /// Expressions with one thing less, shortest first.
    pub fn reductions(&self) -> Vec<Self> {
        let length = self.text().len();
        let mut smaller: Vec<(String, Self)> = self
            .steps()
            .into_iter()
            .filter(|node| node.is_closed(&mut Vec::new()))
            .map(|node| (node.text(), node))
            .filter(|(text, _)| text.len() < length)
            .collect();
        smaller.sort_by(|(a, _), (b, _)| (a.len(), a).cmp(&(b.len(), b)));
        smaller.dedup_by(|(a, _), (b, _)| a == b);
        smaller.into_iter().map(|(_, node)| node).collect()
    }

    fn steps(&self) -> Vec<Self> {
        let mut steps = self.children.clone();
        if !self.children.is_empty() {
            steps.extend(["1", "null", "\"a\"", "true", "[]", "{}"].map(Self::leaf));
        }
        for (index, child) in self.children.iter().enumerate() {
            for step in child.steps() {
                let mut node = self.clone();
                if let Some(place) = node.children.get_mut(index) {
                    *place = step;
                }
                steps.push(node);
            }
            steps.extend(self.without(index));
        }
        steps
    }

    /// Without one of several children that commas part.
    fn without(&self, index: usize) -> Option<Self> {
        let before = self.texts.get(index)?;
        let after = self.texts.get(index + 1)?;
        let mut node = self.clone();
        node.children.remove(index);
        node.texts.remove(index);
        if after == ", " {
            node.texts.get_mut(index)?.clone_from(before);
        } else if before != ", " {
            return None;
        }
        Some(node)
    }
}
