//! Every template with every sample.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use crate::contexts::{MailFrame, Scheme, samples};
use crate::reader::{Gap, Gaps};
use crate::registry::{MAILS, PAGES};
use crate::{Theme, ThemeError};

/// A template drawn with one sample.
pub struct Drawn {
    /// The template.
    pub template: String,
    /// Which sample and frame, as part of a file's name.
    pub sample: String,
    /// The language.
    pub locale: String,
    /// What came out.
    pub result: Result<String, ThemeError>,
    /// Texts and assets that are missing.
    pub gaps: Vec<Gap>,
}

/// Draws every template with every sample and frame in one language. `scheme` replaces the frames' own.
pub fn draw_samples(theme: &Theme, locale: &str, scheme: Option<Scheme>) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    for entry in PAGES {
        for (number, page) in (entry.samples)().into_iter().enumerate() {
            for (frame_number, mut frame) in
                samples::frames(entry.place, locale).into_iter().enumerate()
            {
                frame.scheme = scheme.unwrap_or(frame.scheme);
                let gaps = Arc::new(Mutex::new(BTreeSet::new()));
                let collect = Gaps::List(Arc::clone(&gaps));
                drawn.push(Drawn {
                    template: entry.template.to_owned(),
                    sample: format!("{number}-{}", frame_name(frame_number)),
                    locale: locale.to_owned(),
                    result: theme.draw_page(entry.template, &frame, page.clone(), collect),
                    gaps: listed(&gaps),
                });
            }
        }
    }
    drawn.extend(draw_mails(theme, locale));
    drawn
}

fn frame_name(number: usize) -> char {
    char::from(b'a'.saturating_add(u8::try_from(number).unwrap_or(25)))
}

fn draw_mails(theme: &Theme, locale: &str) -> Vec<Drawn> {
    let mut drawn = Vec::new();
    for entry in MAILS {
        for (number, mail) in (entry.samples)().into_iter().enumerate() {
            for (frame_number, frame) in MailFrame::samples(locale).into_iter().enumerate() {
                let gaps = Arc::new(Mutex::new(BTreeSet::new()));
                let result =
                    theme.draw_mail(entry.name, &frame, &mail, &Gaps::List(Arc::clone(&gaps)));
                let one = |file: &str, result| Drawn {
                    template: entry.file(file),
                    sample: format!("{number}-{}", frame_name(frame_number)),
                    locale: locale.to_owned(),
                    result,
                    gaps: listed(&gaps),
                };
                match result {
                    Ok(mail) => drawn.extend([
                        one("subject.txt", Ok(mail.subject)),
                        one("body.txt", Ok(mail.text)),
                        one("body.html", Ok(mail.html)),
                    ]),
                    Err(error) => drawn.push(one("body.html", Err(error))),
                }
            }
        }
    }
    drawn
}

fn listed(gaps: &Mutex<BTreeSet<Gap>>) -> Vec<Gap> {
    gaps.lock()
        .map(|gaps| gaps.iter().cloned().collect())
        .unwrap_or_default()
}
