//! A mail as it goes over the wire. Addresses are parsed, never pasted, so that no header can be smuggled in.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::MailId;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

/// A mail before it is put into its form.
pub struct Draft<'a> {
    /// Names it in the panel and in its `Message-ID`, which stays the same however often it is tried.
    pub id: MailId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The sender.
    pub from: &'a Mailbox,
    /// The recipient's address.
    pub to_address: &'a str,
    /// The recipient's name; may be empty.
    pub to_name: &'a str,
    /// The subject.
    pub subject: &'a str,
    /// The body as plain text.
    pub text: &'a str,
    /// The body as HTML.
    pub html: &'a str,
}

/// Why a mail can never be sent.
#[derive(Debug, thiserror::Error)]
pub enum Unsendable {
    /// The address is none.
    #[error("the recipient's address is not valid: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The mail cannot be put together.
    #[error("the mail cannot be put together: {0}")]
    Form(#[from] lettre::error::Error),
}

/// Puts a mail into its form.
///
/// # Errors
/// [`Unsendable`]: trying again cannot help.
pub fn compose(draft: &Draft<'_>) -> Result<Message, Unsendable> {
    let address: Address = draft.to_address.parse()?;
    let name = Some(one_line(draft.to_name)).filter(|name| !name.is_empty());
    let id = format!("<{}@{}>", draft.id, draft.from.email.domain());
    Ok(Message::builder()
        .message_id(Some(id))
        .date(draft.at.into())
        .from(draft.from.clone())
        .to(Mailbox::new(name, address))
        .subject(one_line(draft.subject))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(
            draft.text.to_owned(),
            draft.html.to_owned(),
        ))?)
}

/// Text for a header: one line, without control characters.
fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells vacation responders not to answer (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(to_address: &str, to_name: &str, subject: &str) -> Result<String, Unsendable> {
        let from = "Sunny Hosting <panel@sunny.example>".parse().unwrap();
        let draft = Draft {
            id: MailId(uuid::Uuid::from_u128(7)),
            at: DateTime::from_timestamp_nanos(1_800_000_000_000_000_000),
            from: &from,
            to_address,
            to_name,
            subject,
            text: "Hello",
            html: "<p>Hello</p>",
        };
        compose(&draft).map(|message| String::from_utf8(message.formatted()).unwrap())
    }

    fn header_names(mail: &str) -> Vec<&str> {
        let head = mail.split("\r\n\r\n").next().unwrap();
        head.split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(':').next().unwrap())
            .collect()
    }

    #[test]
    fn a_mail_has_both_bodies_and_says_that_nobody_wrote_it() {
        let mail = composed("ada@example.com", "Ada", "Confirm").unwrap();
        for line in [
            "Message-ID: <00000000-0000-0000-0000-000000000007@sunny.example>",
            "Date: Fri, 15 Jan 2027 08:00:00 +0000",
            "From: \"Sunny Hosting\" <panel@sunny.example>",
            "To: Ada <ada@example.com>",
            "Subject: Confirm",
            "Auto-Submitted: auto-generated",
            "Content-Type: multipart/alternative;",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Type: text/html; charset=utf-8",
        ] {
            assert!(mail.contains(line), "{line} is not in:\n{mail}");
        }
    }

    #[test]
    fn no_header_can_be_smuggled_in() {
        let plain = composed("ada@example.com", "Ada", "Hi").unwrap();
        for name in [
            "Ada\r\nBcc: all@example.com",
            "Ada\nX: y",
            "\"Ada\" <b@c.example>, \r\n evil",
        ] {
            let mail = composed("ada@example.com", name, name).unwrap();
            assert_eq!(header_names(&mail), header_names(&plain), "{mail}");
        }
        for address in [
            "ada@example.com\r\nBcc: b@c.example",
            "a@b.example, c@d.example",
            "<a@b.example>",
            "",
        ] {
            assert!(composed(address, "", "Hi").is_err(), "{address}");
        }
    }

    #[test]
    fn names_and_subjects_of_any_script_arrive() {
        let mail = composed(
            "ada@example.com",
            "Jürgen Große",
            "Bitte bestätigen Sie Ihre Adresse, 你好",
        )
        .unwrap();
        assert!(mail.is_ascii() && mail.contains("=?utf-8?"), "{mail}");
    }
}
