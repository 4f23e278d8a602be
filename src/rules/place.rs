//! From a value to places: the primary label is where a reader would change it, the related ones are the stops on the way there.

use crate::finding::Label;
use crate::source::{FileId, Span};
use crate::value::{Kind, Origin, Part, Stop, Value};

/// The labels of one finding.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) primary: Label,
    pub(super) related: Vec<Label>,
    /// Stops in the rule file itself lead nowhere.
    rule_file: FileId,
}

impl Places {
    /// The places of `at`; the header of the subject where nothing better is known.
    pub(super) fn of(at: Option<&Value>, rule_file: FileId, header: Span) -> Self {
        let mut places = Self {
            primary: Label::new(header, ""),
            related: Vec::new(),
            rule_file,
        };
        let Some(at) = at else { return places };
        let stops = places.stops(at);
        let Some((first, rest)) = stops.split_first() else {
            return places;
        };
        places.primary = Label::new(first.span, primary_message(at, first, !rest.is_empty()));
        // What AWS computes stands nowhere in the text, and nobody forgot to set it.
        let computed = |stop: &Origin| at.is_unknown() && stop.stop == Stop::Absent;
        for stop in rest.iter().filter(|stop| !computed(stop)) {
            places.add(stop.span, stop.stop.describe().to_owned());
        }
        places
    }

    /// A label of the rule's own, at the place of a value.
    pub(super) fn label(&mut self, message: String, value: &Value) {
        let stop = self.stops(value).first().map(|stop| stop.span);
        if let Some(span) = stop {
            self.add(span, message);
        }
    }

    /// A numbered step of a path: it is told also where the place has a label already, because the path leads through it.
    pub(super) fn step(&mut self, message: String, value: &Value) {
        let Some(span) = self.stops(value).first().map(|stop| stop.span) else {
            return;
        };
        let labels = std::iter::once(&mut self.primary).chain(&mut self.related);
        let Some(label) = labels.into_iter().find(|label| label.span == span) else {
            self.related.push(Label::new(span, message));
            return;
        };
        let is_step = label
            .message
            .starts_with(|first: char| first.is_ascii_digit());
        label.message = if is_step {
            format!("{}; {message}", label.message)
        } else {
            message
        };
    }

    fn add(&mut self, span: Span, message: String) {
        let known =
            self.related.iter().any(|label| label.span == span) || self.primary.span == span;
        if !known {
            self.related.push(Label::new(span, message));
        }
    }

    fn stops<'v>(&self, value: &'v Value) -> Vec<&'v Origin> {
        let mut stops: Vec<&Origin> = Vec::new();
        for stop in value
            .origin()
            .chain()
            .filter(|stop| stop.span.file != self.rule_file)
        {
            if stops.last().is_none_or(|last| last.span != stop.span) {
                stops.push(stop);
            }
        }
        // The last stop of a sensitive value is the secret itself, and an excerpt would show it.
        if value.is_sensitive() {
            stops.pop();
        }
        stops
    }
}

/// A few words at the primary place: what the value is, where the place does not show it.
fn primary_message(at: &Value, stop: &Origin, more: bool) -> String {
    match stop.stop {
        Stop::Absent => Stop::Absent.describe().to_owned(),
        _ if more => short(at).map_or_else(String::new, |value| format!("this is {value}")),
        _ => String::new(),
    }
}

/// A scalar in the user's notation; nothing for what is long, unknown or sensitive.
fn short(value: &Value) -> Option<String> {
    if value.is_sensitive() {
        return Some("a sensitive value".to_owned());
    }
    match value.kind() {
        Kind::Bool(value) => Some(format!("`{value}`")),
        Kind::Number(value) => Some(format!("`{value}`")),
        Kind::String(text) if text.chars().count() <= 40 && !text.contains('\n') => {
            Some(format!("`\"{text}\"`"))
        }
        Kind::Null(_) => Some("`null`".to_owned()),
        _ => None,
    }
}

/// A text with what is unknown or sensitive in it masked.
pub(super) fn masked(value: &Value) -> String {
    if value.is_sensitive() {
        return "(sensitive value)".to_owned();
    }
    match value.kind() {
        Kind::String(text) => text.to_string(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(value) => value.to_string(),
        Kind::Unknown(unknown) => match &unknown.parts {
            Some(parts) => parts.iter().map(part).collect(),
            None => "(unknown)".to_owned(),
        },
        _ => "(value)".to_owned(),
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => text.to_string(),
        Part::String(value) | Part::Json(value) => masked(value),
    }
}
