//! One finding or problem as a picture: heading, excerpts, help. The only place that names `miette`.

use super::HumanOptions;
use super::excerpt::Excerpt;
use super::text::{self, Tone, wrap};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::borrow::Cow;
use std::fmt;

/// What is drawn. All texts are printable.
#[derive(Debug)]
pub(super) struct Drawing<'a> {
    pub(super) tone: Tone,
    /// Severity and rule, before the message on the first line.
    pub(super) heading: String,
    pub(super) message: String,
    pub(super) help: Option<Cow<'a, str>>,
    /// In the order of drawing; the first mark of all is the primary one.
    pub(super) excerpts: Vec<Excerpt>,
}

impl Drawing<'_> {
    pub(super) fn render(self, options: HumanOptions) -> String {
        let handler = GraphicalReportHandler::new_themed(self.theme(options))
            .with_wrap_lines(false)
            .without_syntax_highlighting()
            .without_cause_chain()
            .with_context_lines(1);
        let mut picture = String::new();
        // INVARIANT: a `String` takes everything, and `read_span` knows every label that `labels` gives.
        let _ = handler.render_report(&mut picture, &self.diagnostic(options.columns()));
        // The heading starts the line; `miette` would indent it by two.
        picture.trim_start().to_owned()
    }

    fn theme(&self, options: HumanOptions) -> GraphicalTheme {
        let ansi = ThemeStyles::ansi();
        let severity = match self.tone {
            Tone::Error => ansi.error,
            Tone::Warning => ansi.warning,
            _ => ansi.advice,
        };
        let mut styles = if options.color {
            ThemeStyles {
                error: severity.bold(),
                warning: severity.bold(),
                advice: severity.bold(),
                // Where the value comes from is quieter than where it matters.
                highlights: self
                    .excerpts
                    .iter()
                    .flat_map(|excerpt| &excerpt.marks)
                    .map(|mark| if mark.primary { severity } else { ansi.help })
                    .collect(),
                link: ansi.help,
                ..ansi
            }
        } else {
            ThemeStyles::none()
        };
        if styles.highlights.is_empty() {
            styles.highlights.push(severity);
        }
        let icon = format!("{}:", self.heading);
        let characters = if options.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        };
        let characters = ThemeCharacters {
            error: icon.clone(),
            warning: icon.clone(),
            advice: icon,
            ..characters
        };
        GraphicalTheme { characters, styles }
    }

    fn diagnostic(self, width: usize) -> Picture {
        let mut base = 0;
        let mut trail = Trail::default();
        let mut labels = Vec::new();
        for excerpt in self.excerpts {
            for mark in &excerpt.marks {
                let words = (!mark.words.is_empty()).then(|| mark.words.clone());
                let start = base + mark.range.start;
                let length = mark.range.end - mark.range.start;
                labels.push(if mark.primary {
                    LabeledSpan::new_primary_with_span(words, (start, length))
                } else {
                    LabeledSpan::new(words, start, length)
                });
            }
            let next = base + excerpt.text.len() + GAP;
            trail.stations.push((base, excerpt));
            base = next;
        }
        let heading = text::width(&self.heading) + ": ".len();
        let message = wrap(
            &self.message,
            heading.saturating_sub(MESSAGE_INDENT),
            width - MESSAGE_INDENT,
        );
        let help = self
            .help
            .map(|help| wrap(&help, 0, width - HELP_INDENT).join("\n"));
        Picture {
            message: message.join("\n"),
            help,
            labels,
            trail,
        }
    }
}

/// What `miette` puts before the second line of a message, and before each line of the help.
const MESSAGE_INDENT: usize = "  | ".len();
const HELP_INDENT: usize = "  help: ".len();

/// Offsets between two excerpts that belong to neither, so that no label can touch both.
const GAP: usize = 2;

/// Excerpts of several texts as one source: each has its own range of offsets, in the order of drawing.
///
/// `miette` draws labels by offset and merges those that can be read together; so excerpts come out in our order, each with
/// the path, line and column of its own text. Reading costs what the excerpt costs, wherever in its text it stands.
#[derive(Default, Debug)]
struct Trail {
    stations: Vec<(usize, Excerpt)>,
}

impl SourceCode for Trail {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let station = self
            .stations
            .iter()
            .find(|(base, excerpt)| *base <= start && end <= base + excerpt.text.len());
        let Some((base, excerpt)) = station else {
            return Err(MietteError::OutOfBounds);
        };
        let whole = SourceSpan::from((*base, excerpt.text.len()));
        // Without context `miette` asks where the label is; with context it asks for what to draw.
        let (line, column) = if context_before == 0 {
            excerpt.position(start - base)
        } else {
            (excerpt.first_line, 1)
        };
        Ok(Box::new(MietteSpanContents::new_named(
            excerpt.path.clone(),
            excerpt.text.as_bytes(),
            whole,
            line as usize - 1,
            column as usize - 1,
            excerpt.text.matches('\n').count(),
        )))
    }
}

/// A drawing as `miette` takes it.
#[derive(Debug)]
struct Picture {
    message: String,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    trail: Trail,
}

impl fmt::Display for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture {}

impl Diagnostic for Picture {
    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.labels.is_empty()).then_some(&self.trail)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
