//! What holds the lines of the audit log together: each has a number and a code over itself and the code
//! of the line before it, made with a key that the database does not hold (R182).
//!
//! Who has the database alone can make no such code, so a line that was changed, left out, put in or
//! moved is found; and one row, the head, vouches for the last line, so that a cut-off end is found too.
//! The head is taken by the commit, after everything else. Why so: `docs/decisions/0010-audit-chain.md`.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use innkeeper_identity::ids::AuditId;
use serde_json::Value;
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::audit::AuditEntry;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::sql::sql;

/// What comes before the first line.
const NOTHING: [u8; 32] = [0; 32];

/// How many lines are given their place, or are read to be checked, at once.
const BATCH: i64 = 1000;

/// The key of the chain.
#[derive(Clone)]
pub struct ChainKey(Arc<Zeroizing<[u8; 32]>>);

impl fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChainKey(…)")
    }
}

impl ChainKey {
    /// The key with these bytes.
    pub fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(Arc::new(bytes))
    }

    fn code(&self, text: &[u8]) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes keys of any length")
            .chain_update(text)
    }
}

/// The end of the chain, and when the chain was last checked.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Head {
    /// The number of the last line; 0 before there is one.
    pub seq: i64,
    /// The code of the last line.
    pub mac: Option<Vec<u8>>,
    /// The panel's word that this is the last line.
    vouched: Option<Vec<u8>>,
    /// When the chain began.
    pub begun_at: Option<DateTime<Utc>>,
    /// How many lines were there before it began.
    pub taken_over: i64,
    /// When the whole chain was last checked.
    pub checked_at: Option<DateTime<Utc>>,
    /// Up to which line.
    pub checked_seq: Option<i64>,
    /// The first line that was not as it was written; 0 is the head.
    pub broken_seq: Option<i64>,
    /// What was wrong.
    pub broken_how: Option<String>,
}

/// What can be wrong with the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The line does not say what was written, or not in this place.
    Changed,
    /// The line is not there.
    Missing,
    /// The line has no place in the chain, or one after its end.
    Stray,
    /// The chain ends before its head does.
    CutOff,
    /// The head is not what the panel wrote.
    Head,
}

impl Fault {
    /// Its name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Stray => "stray",
            Self::CutOff => "cut-off",
            Self::Head => "head",
        }
    }
}

/// The first place where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The number of the line; 0 for the head, and for a line that has none.
    pub seq: i64,
    /// The line itself, where there is one.
    pub line: Option<AuditId>,
    /// What is wrong.
    pub fault: Fault,
}

/// A line and its place.
#[derive(Debug, sqlx::FromRow)]
struct Link {
    #[sqlx(flatten)]
    entry: AuditEntry,
    seq: i64,
    mac: Vec<u8>,
}

macro_rules! head_columns {
    () => {
        "seq, mac, vouched, begun_at, taken_over, checked_at, checked_seq, broken_seq, broken_how"
    };
}

macro_rules! line_columns {
    () => {
        "id, at, event, actor_kind, actor_id, subject_kind, subject_id, client_id, ip, user_agent, request_id, detail"
    };
}

/// The end of the chain.
pub async fn head(tx: &mut Tx) -> Result<Head> {
    let sql = sql!("SELECT ", head_columns!(), " FROM audit_head");
    tx.one(sql, ()).await
}

/// Gives the lines that were there before the chain their places, oldest first, and begins it. Done once;
/// returns how many lines that were, None where the chain had begun.
pub async fn begin(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<i64>> {
    let key = tx.chain_key()?;
    let mut head = take(tx).await?;
    if head.begun_at.is_some() {
        return Ok(None);
    }
    head.begun_at = Some(now);
    loop {
        let sql = sql!(
            "SELECT ",
            line_columns!(),
            " FROM audit_log WHERE seq IS NULL ORDER BY at, id LIMIT $1"
        );
        let entries: Vec<AuditEntry> = tx.all(sql, (BATCH,)).await?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            let mac = head.extend(&key, &entry);
            let sql = sql!("UPDATE audit_log SET seq = $2, mac = $3 WHERE id = $1");
            tx.execute(sql, (entry.id, head.seq, mac.to_vec())).await?;
        }
    }
    head.taken_over = head.seq;
    save(tx, &key, &head, true).await?;
    Ok(Some(head.taken_over))
}

/// Writes lines at the end of the chain.
pub(crate) async fn append(tx: &mut Tx, entries: &[AuditEntry]) -> Result<()> {
    let key = tx.chain_key()?;
    let mut head = take(tx).await?;
    if head.begun_at.is_none() {
        return Err(Error::Chain);
    }
    // A head that is not ours is not vouched for again: the panel goes on, and the fault stays in sight.
    let is_ours = head.is_vouched_for(&key);
    for entry in entries {
        let mac = head.extend(&key, entry);
        insert(tx, entry, head.seq, mac).await?;
    }
    save(tx, &key, &head, is_ours).await
}

async fn take(tx: &mut Tx) -> Result<Head> {
    let sql = sql!(
        "UPDATE audit_head SET version = version + 1 RETURNING ",
        head_columns!()
    );
    tx.one(sql, ()).await
}

async fn insert(tx: &mut Tx, e: &AuditEntry, seq: i64, mac: [u8; 32]) -> Result<()> {
    let sql = sql!(
        "INSERT INTO audit_log (",
        line_columns!(),
        ", seq, mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let args = (
        e.id,
        e.at,
        &e.event,
        e.actor_kind,
        e.actor_id,
        &e.subject_kind,
        e.subject_id,
        e.client_id,
        &e.ip,
        &e.user_agent,
        &e.request_id,
        &e.detail,
        seq,
        mac.to_vec(),
    );
    tx.execute(sql, args).await?;
    Ok(())
}

async fn save(tx: &mut Tx, key: &ChainKey, head: &Head, vouch: bool) -> Result<()> {
    let vouched = if vouch {
        Some(key.code(&head.text()).finalize().into_bytes().to_vec())
    } else {
        head.vouched.clone()
    };
    let sql = sql!(
        "UPDATE audit_head SET seq = $1, mac = $2, vouched = $3, begun_at = $4, taken_over = $5"
    );
    let args = (head.seq, &head.mac, vouched, head.begun_at, head.taken_over);
    tx.execute(sql, args).await?;
    Ok(())
}

/// Keeps what a check of the whole chain found.
pub async fn note_check(
    tx: &mut Tx,
    up_to: i64,
    found: Option<Break>,
    now: DateTime<Utc>,
) -> Result<()> {
    let sql = sql!(
        "UPDATE audit_head SET checked_at = $1, checked_seq = $2, broken_seq = $3, broken_how = $4"
    );
    let how = found.map(|found| found.fault.as_str().to_owned());
    tx.execute(sql, (now, up_to, found.map(|found| found.seq), how))
        .await?;
    Ok(())
}

/// A walk along the chain, from its first line to what was its head when the walk began.
#[derive(Debug)]
pub struct Walk {
    key: ChainKey,
    head: Head,
    seq: i64,
    previous: [u8; 32],
}

impl Walk {
    /// Begins one, with a look at the head; a head that cannot be trusted is found here.
    pub async fn begin(tx: &mut Tx) -> Result<Result<Self, Break>> {
        let key = tx.chain_key()?;
        let head = head(tx).await?;
        if !head.is_vouched_for(&key) {
            return Ok(Err(broken(0, None, Fault::Head)));
        }
        let sql = sql!(
            "SELECT id, seq FROM audit_log WHERE seq IS NULL OR seq < 1 OR seq > $1 ORDER BY seq LIMIT 1"
        );
        let stray: Option<(AuditId, Option<i64>)> = tx.optional(sql, (head.seq,)).await?;
        if let Some((line, seq)) = stray {
            return Ok(Err(broken(seq.unwrap_or(0), Some(line), Fault::Stray)));
        }
        Ok(Ok(Self {
            key,
            head,
            seq: 0,
            previous: NOTHING,
        }))
    }

    /// The number of the line that was reached.
    pub fn at(&self) -> i64 {
        self.seq
    }

    /// The number of the line that the walk goes to.
    pub fn goal(&self) -> i64 {
        self.head.seq
    }

    /// Checks some more lines; true once the goal was reached.
    pub async fn go_on(&mut self, tx: &mut Tx) -> Result<Result<bool, Break>> {
        let sql = sql!(
            "SELECT ",
            line_columns!(),
            ", seq, mac FROM audit_log WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3"
        );
        let links: Vec<Link> = tx.all(sql, (self.seq, self.head.seq, BATCH)).await?;
        let is_end = links.is_empty();
        for link in links {
            if let Err(found) = self.step(&link) {
                return Ok(Err(found));
            }
        }
        if self.seq == self.head.seq {
            let last = (self.seq > 0).then(|| self.previous.to_vec());
            let holds = self.head.mac == last;
            return Ok(if holds {
                Ok(true)
            } else {
                Err(broken(self.seq, None, Fault::Changed))
            });
        }
        Ok(if is_end {
            Err(broken(self.seq + 1, None, Fault::CutOff))
        } else {
            Ok(false)
        })
    }

    fn step(&mut self, link: &Link) -> Result<(), Break> {
        let expected = self.seq + 1;
        if link.seq != expected {
            return Err(broken(expected, None, Fault::Missing));
        }
        let text = text_of(link.seq, &self.previous, &link.entry);
        let is_ours = self.key.code(&text).verify_slice(&link.mac).is_ok();
        match <[u8; 32]>::try_from(link.mac.as_slice()) {
            Ok(mac) if is_ours => {
                (self.seq, self.previous) = (expected, mac);
                Ok(())
            }
            _ => Err(broken(expected, Some(link.entry.id), Fault::Changed)),
        }
    }
}

fn broken(seq: i64, line: Option<AuditId>, fault: Fault) -> Break {
    Break { seq, line, fault }
}

/// Whether the line with this number has the code that begins so: that the chain goes on from what
/// somebody wrote down elsewhere.
pub async fn has_code(tx: &mut Tx, seq: i64, code: &[u8]) -> Result<bool> {
    let sql = sql!("SELECT mac FROM audit_log WHERE seq = $1");
    let mac: Option<(Option<Vec<u8>>,)> = tx.optional(sql, (seq,)).await?;
    let mac = mac.and_then(|(mac,)| mac);
    Ok(mac.is_some_and(|mac| !code.is_empty() && mac.starts_with(code)))
}

impl Head {
    /// The last line's number and the beginning of its code, to be kept elsewhere; None before there is one.
    pub fn shown(&self) -> Option<String> {
        let mut shown = format!("{}:", self.seq);
        for byte in self.mac.as_deref()? {
            let _ = write!(shown, "{byte:02x}");
        }
        Some(shown)
    }

    /// Makes a line the last one; returns its code.
    fn extend(&mut self, key: &ChainKey, entry: &AuditEntry) -> [u8; 32] {
        let previous = self
            .mac
            .as_deref()
            .and_then(|mac| mac.try_into().ok())
            .unwrap_or(NOTHING);
        self.seq += 1;
        let text = text_of(self.seq, &previous, entry);
        let mac: [u8; 32] = key.code(&text).finalize().into_bytes().into();
        self.mac = Some(mac.to_vec());
        mac
    }

    fn is_vouched_for(&self, key: &ChainKey) -> bool {
        let word = self.vouched.as_deref().unwrap_or_default();
        key.code(&self.text()).verify_slice(word).is_ok()
    }

    fn text(&self) -> Vec<u8> {
        let mut text = Text::new("innkeeper audit head 1");
        text.number(self.seq);
        text.field(self.mac.as_deref());
        text.field(self.begun_at.map(moment).as_ref().map(<[u8; 8]>::as_slice));
        text.number(self.taken_over);
        text.0
    }
}

/// What the code of a line is made of: every column, each with its length, so that no two lines have one
/// text. `docs/decisions/0010-audit-chain.md` has it in words; it never changes.
fn text_of(seq: i64, previous: &[u8; 32], e: &AuditEntry) -> Vec<u8> {
    let id = |id: Option<Uuid>| id.map(Uuid::into_bytes);
    let mut text = Text::new("innkeeper audit line 1");
    text.number(seq);
    text.field(Some(previous));
    text.field(Some(e.id.0.as_bytes()));
    text.field(Some(&moment(e.at)));
    text.field(Some(e.event.as_bytes()));
    text.field(Some(e.actor_kind.as_str().as_bytes()));
    text.field(
        id(e.actor_id.map(|actor| actor.0))
            .as_ref()
            .map(<[u8; 16]>::as_slice),
    );
    text.field(e.subject_kind.as_deref().map(str::as_bytes));
    text.field(id(e.subject_id).as_ref().map(<[u8; 16]>::as_slice));
    text.field(
        id(e.client_id.map(|client| client.0))
            .as_ref()
            .map(<[u8; 16]>::as_slice),
    );
    text.field(e.ip.as_deref().map(str::as_bytes));
    text.field(e.user_agent.as_deref().map(str::as_bytes));
    text.field(e.request_id.as_deref().map(str::as_bytes));
    text.field(Some(canonical(&e.detail).as_bytes()));
    text.0
}

struct Text(Vec<u8>);

impl Text {
    fn new(kind: &str) -> Self {
        Self(kind.as_bytes().to_vec())
    }

    fn number(&mut self, number: i64) {
        self.0.extend(number.to_be_bytes());
    }

    /// One byte that says whether there is something, its length, and itself.
    fn field(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.0.push(0),
            Some(bytes) => {
                self.0.push(1);
                self.0.extend((bytes.len() as u64).to_be_bytes());
                self.0.extend(bytes);
            }
        }
    }
}

/// Both engines keep times to the microsecond.
fn moment(at: DateTime<Utc>) -> [u8; 8] {
    at.timestamp_micros().to_be_bytes()
}

/// JSON without spaces and with sorted names, however the engine keeps it.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let fields: Vec<_> = fields
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_has_one_spelling() {
        let value = json!({"b": [1, {"d": null, "c": "\u{e4}\""}], "a": true});
        assert_eq!(
            canonical(&value),
            r#"{"a":true,"b":[1,{"c":"ä\"","d":null}]}"#
        );
    }

    #[test]
    fn nothing_and_an_empty_text_are_two_things() {
        let (mut nothing, mut empty) = (Text::new(""), Text::new(""));
        nothing.field(None);
        empty.field(Some(b""));
        assert_ne!(nothing.0, empty.0);
    }

    #[test]
    fn a_key_does_not_show() {
        let key = ChainKey::new(Zeroizing::new([65; 32]));
        assert_eq!(format!("{key:?}"), "ChainKey(…)");
    }
}
