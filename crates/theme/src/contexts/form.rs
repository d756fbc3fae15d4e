//! A form that comes back with what was typed and what was wrong with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Serde, Value, serializing_for_value};
use serde::{Serialize, Serializer};

use super::Message;

/// The state of a form. Passwords and codes are never in it: what was secret is typed again.
///
/// A template may ask for any field: `form.values.x` is empty and `form.errors.x` is none where there
/// is nothing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Form {
    /// What was typed, or what is stored, by field name.
    pub values: FormValues,
    /// What is wrong, by field name.
    pub errors: FormErrors,
    /// What is wrong with the form as a whole.
    pub error: Option<Message>,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills a field.
    #[must_use]
    pub fn value(mut self, field: impl Into<String>, value: impl Into<String>) -> Self {
        self.values.0.insert(field.into(), value.into());
        self
    }

    /// Ticks or clears a checkbox (`yes` or nothing).
    #[must_use]
    pub fn checked(self, field: impl Into<String>, checked: bool) -> Self {
        self.value(field, if checked { "yes" } else { "" })
    }

    /// Marks a field as wrong.
    #[must_use]
    pub fn field_error(mut self, field: impl Into<String>, error: Message) -> Self {
        self.errors.0.insert(field.into(), error);
        self
    }

    /// Marks the whole form as wrong.
    #[must_use]
    pub fn form_error(mut self, error: Message) -> Self {
        self.error = Some(error);
        self
    }

    /// Whether anything is wrong.
    pub fn has_errors(&self) -> bool {
        self.error.is_some() || !self.errors.0.is_empty()
    }
}

/// What stands in a form's fields.
#[derive(Clone, Debug, Default)]
pub struct FormValues(pub BTreeMap<String, String>);

/// What is wrong with a form's fields.
#[derive(Clone, Debug, Default)]
pub struct FormErrors(pub BTreeMap<String, Message>);

impl Serialize for FormValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializing_for_value() {
            Value::from_object(self.clone()).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl Object for FormValues {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = key.as_str().and_then(|key| self.0.get(key));
        Some(value.map_or_else(|| Value::from(""), Value::from))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(Value::from).collect())
    }
}

impl Serialize for FormErrors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializing_for_value() {
            Value::from_object(self.clone()).serialize(serializer)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl Object for FormErrors {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let error = key.as_str().and_then(|key| self.0.get(key));
        Some(error.map_or_else(|| Value::from(()), |error| Value::from(Serde(error))))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(Value::from).collect())
    }
}
