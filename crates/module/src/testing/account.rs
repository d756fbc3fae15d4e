//! The person in front of a module under test.

use crate::Account;

/// Somebody in front of a module. A test that cares who says so: `Account { locale: "de".into(), ..account() }`.
pub fn account() -> Account {
    Account {
        pseudonym: "p-17".into(),
        label: "mara@example.net".into(),
        issuer: "Example Hosting".into(),
        locale: "en".into(),
        return_url: "https://panel.example/return".into(),
    }
}
