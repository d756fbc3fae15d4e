//! A table of the manifest while it is read: every key is asked for, and what nobody asked for is a fault.

use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fault::Faults;
use crate::words::{quoted, refuse_line, suggest};

pub(super) struct Section<'a> {
    faults: &'a Faults<'a>,
    path: String,
    at: usize,
    table: &'a DeTable<'a>,
    known: Vec<&'static str>,
}

/// A value with its key, wherever it stood.
pub(super) struct Entry<'a> {
    pub(super) faults: &'a Faults<'a>,
    pub(super) path: String,
    pub(super) at: usize,
    pub(super) value: &'a DeValue<'a>,
}

impl<'a> Section<'a> {
    pub(super) fn new(faults: &'a Faults<'a>, table: &'a DeTable<'a>) -> Self {
        Self {
            faults,
            path: String::new(),
            at: 0,
            table,
            known: Vec::new(),
        }
    }

    fn name_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            quoted(key)
        } else {
            format!("{}.{}", self.path, quoted(key))
        }
    }

    fn entry(&self, key: &Spanned<DeString<'a>>, value: &'a Spanned<DeValue<'a>>) -> Entry<'a> {
        Entry {
            faults: self.faults,
            path: self.name_of(key.get_ref()),
            at: key.span().start,
            value: value.get_ref(),
        }
    }

    /// What stands behind this key, if anything does.
    pub(super) fn get(&mut self, key: &'static str) -> Option<Entry<'a>> {
        self.known.push(key);
        let (key, value) = self.table.get_key_value(key)?;
        Some(self.entry(key, value))
    }

    /// What must stand behind this key; the example shows what.
    pub(super) fn need(&mut self, key: &'static str, example: &str) -> Option<Entry<'a>> {
        let entry = self.get(key);
        if entry.is_none() {
            let what = format!("is missing; write it, like {key} = {example}");
            self.fault(key, what);
        }
        entry
    }

    /// A fault of a key that may not even be there.
    pub(super) fn fault(&self, key: &str, what: impl Into<String>) {
        self.faults.add(self.name_of(key), self.at, what);
    }

    /// A line of text.
    pub(super) fn line(&mut self, key: &'static str, longest: usize) -> Option<String> {
        self.get(key)?.line(longest)
    }

    /// A line of text that must be there.
    pub(super) fn need_line(
        &mut self,
        key: &'static str,
        longest: usize,
        example: &str,
    ) -> Option<String> {
        self.need(key, example)?.line(longest)
    }

    /// `true` or `false`; nothing is `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        self.get(key)
            .and_then(|entry| entry.boolean())
            .unwrap_or_default()
    }

    /// A whole number.
    pub(super) fn integer(&mut self, key: &'static str) -> Option<i64> {
        self.get(key)?.integer()
    }

    /// A table of its own.
    pub(super) fn section(&mut self, key: &'static str) -> Option<Section<'a>> {
        self.get(key)?.section()
    }

    /// All entries in the order in which they were written, for tables whose keys are the author's own.
    pub(super) fn entries(&self) -> Vec<(&'a str, Entry<'a>)> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), self.entry(key, value)))
            .collect();
        entries.sort_by_key(|(_, entry)| entry.at);
        entries
    }

    /// Says of every key that was not asked for that there is none such.
    pub(super) fn finish(mut self) {
        self.known.sort_unstable();
        for (key, value) in self.table {
            if !self.known.contains(&key.get_ref().as_ref()) {
                let entry = self.entry(key, value);
                let known = suggest(key.get_ref(), &self.known);
                entry.fault(format!("is no key that is known here; {known}"));
            }
        }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn fault(&self, what: impl Into<String>) {
        self.faults.add(self.path.clone(), self.at, what);
    }

    fn wants<T>(&self, wanted: &str) -> Option<T> {
        let kind = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault(format!("is {kind}; write {wanted}"));
        None
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text),
            _ => self.wants("text in quotes"),
        }
    }

    pub(super) fn line(&self, longest: usize) -> Option<String> {
        let text = self.text()?;
        match refuse_line(text, longest) {
            Some(what) => {
                self.fault(what);
                None
            }
            None => Some(text.to_owned()),
        }
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(yes) => Some(*yes),
            _ => self.wants("true or false, without quotes"),
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        match self.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .or_else(|| self.wants("a smaller number")),
            _ => self.wants("a whole number, without quotes"),
        }
    }

    /// Something that says itself how it is written.
    pub(super) fn parsed<T: FromStr<Err: std::fmt::Display>>(&self) -> Option<T> {
        self.read(str::parse)
    }

    pub(super) fn read<T, E: std::fmt::Display>(
        &self,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text()?;
        match read(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(format!("(\"{}\") {error}", quoted(text)));
                None
            }
        }
    }

    pub(super) fn section(&self) -> Option<Section<'a>> {
        match self.value {
            DeValue::Table(table) => Some(Section {
                faults: self.faults,
                path: self.path.clone(),
                at: self.at,
                table,
                known: Vec::new(),
            }),
            _ => self.wants(&format!("a table, [{}]", self.path)),
        }
    }

    /// The items of a list of at most that many; a single one needs no brackets.
    pub(super) fn items(&self, most: usize) -> Vec<Entry<'a>> {
        let DeValue::Array(items) = self.value else {
            return vec![Entry {
                faults: self.faults,
                path: self.path.clone(),
                at: self.at,
                value: self.value,
            }];
        };
        if items.len() > most {
            self.fault(format!(
                "has {} items; {most} are allowed, write fewer",
                items.len()
            ));
            return Vec::new();
        }
        items
            .iter()
            .map(|item| Entry {
                faults: self.faults,
                path: self.path.clone(),
                at: item.span().start,
                value: item.get_ref(),
            })
            .collect()
    }
}
