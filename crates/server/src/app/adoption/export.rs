//! The list as a file of comma-separated values (RFC 4180) for spreadsheets.

use innkeeper_store::principals::Principal;

use super::filter::kind_word;
use super::{Filter, Look, Person, each};
use crate::Panel;
use crate::app::Caller;
use crate::app::events::{Event, EventName};

/// The first line. Programs read the file as well, so it is the same in every language.
const COLUMNS: [&str; 10] = [
    "id",
    "kind",
    "name",
    "email",
    "factors",
    "best_class",
    "last_sign_in",
    "rule",
    "rule_until",
    "since",
];

/// A file that was made, and how many people are in it.
#[derive(Clone, Debug)]
pub struct Exported {
    /// What it says, in UTF-8.
    pub csv: Vec<u8>,
    /// How many people.
    pub people: u64,
}

/// Writes down everybody whom the filter finds, and in the audit log who took them along. People are read
/// in batches; what is kept of them is their line.
pub async fn export(
    panel: &Panel,
    staff: &Principal,
    filter: &Filter,
    caller: &Caller,
) -> anyhow::Result<Exported> {
    let mut lines = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    lines.write_record(COLUMNS)?;
    let mut written = 0;
    let mut tx = panel.db.read().await?;
    each(&mut tx, panel, &Look::at(filter), |person| {
        written += 1;
        lines.write_record(record(person).map(|field| harmless(&field)))?;
        Ok(())
    })
    .await?;
    drop(tx);
    let mut tx = panel.db.begin().await?;
    Event::by(EventName::AdoptionExported, staff.kind, staff.id)
        .with("filter", filter.to_string())
        .with("people", written)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Exported {
        csv: lines.into_inner()?,
        people: written,
    })
}

fn record(person: &Person) -> [String; COLUMNS.len()] {
    let Person {
        listed,
        stands,
        until,
    } = person;
    let moment = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    [
        listed.id.to_string(),
        kind_word(listed.kind).to_owned(),
        listed.name.clone(),
        listed.email.clone(),
        listed.factors().join(" "),
        listed
            .best()
            .map_or("none", |class| class.as_str())
            .to_owned(),
        listed.last_sign_in_at.map(moment).unwrap_or_default(),
        stands.as_str().to_owned(),
        until.map(moment).unwrap_or_default(),
        moment(listed.created_at),
    ]
}

/// A field that no spreadsheet takes for a formula: people choose their names themselves. The apostrophe
/// is what spreadsheets themselves write before a text that would be one.
fn harmless(field: &str) -> String {
    let is_formula = |first: char| {
        matches!(
            first,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    if field.starts_with(is_formula) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_is_called_is_a_formula() {
        for name in [
            "=HYPERLINK(\"https://evil.example\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
        ] {
            assert_eq!(harmless(name), format!("'{name}"));
        }
        for name in ["Ada Lovelace", "O'Neill", "a=b", "1-2", "", " =1", "家主"] {
            assert_eq!(harmless(name), name);
        }
    }
}
