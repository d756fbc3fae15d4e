//! The contract of every channel, native or sandboxed: what it takes arrives as it is, what fails is nobody's
//! fault, and nothing of a message gets into the log.

use crate::form::{Form, is_plain_line};
use crate::testing::FakeHost;
use crate::{
    Channel, ChannelMessage, Denied, Failure, Handover, HttpResponse, Receipt, Secret, TEL,
};

/// The service behind a channel, as a test plays it.
///
/// What arrives is worked out from the requests, independently of the module under test.
pub trait Service: Send {
    /// The host that the channel gets: its settings, and the service as its network.
    fn host(&mut self) -> FakeHost;

    /// Addresses and texts of all messages that arrived at the service so far; None where the test cannot read what
    /// the service is sent.
    fn arrived(&mut self, host: &FakeHost) -> Option<Vec<(String, String)>>;

    /// Other addresses than mobile numbers, for channels that write to none.
    fn addresses(&self) -> [String; 2] {
        ["+4915123456789", "+436641234567"].map(str::to_owned)
    }
}

/// Texts that a service must get as they are.
const TEXTS: [&str; 4] = [
    "12345678 is your code for signing in.",
    "Ihr Zugangscode für „Bäckerei Möhre & Söhne“: 12345678",
    "100 % = 1+1? #12345678 \\ \"quoted\" {to} {text} {secret}",
    "Zwei Zeilen\n\n@panel.example.com #12345678 💌",
];

const CODE: &str = "12345678";

/// Holds a channel to what the panel relies on.
///
/// # Panics
/// With a sentence that says what does not hold.
pub async fn channel_contract(channel: &dyn Channel, service: &mut dyn Service) {
    describes_itself(channel);
    let [one, other] = service.addresses();
    arrives_as_it_is(channel, service, &one, &other).await;
    fails_by_itself(channel, service, &one).await;
    survives(channel, service, &one).await;
}

fn describes_itself(channel: &dyn Channel) {
    let mut description = channel.describe();
    assert!(
        description == channel.describe(),
        "a channel says the same of itself each time"
    );
    // A sandboxed one has its manifest's id, of which the last part is its own.
    if let Some((_, name)) = description.id.rsplit_once('.') {
        description.id = name.to_owned();
    }
    if let Err(unsound) = Form::default().channel(&description) {
        unreachable!("{unsound}");
    }
}

async fn arrives_as_it_is(
    channel: &dyn Channel,
    service: &mut dyn Service,
    one: &str,
    other: &str,
) {
    let host = service.host();
    let mut sent = Vec::new();
    for (text, to) in TEXTS.iter().zip([one, other].into_iter().cycle()) {
        let receipt = taken(channel, &host, &message(to, text)).await;
        assert_receipt(&receipt);
        sent.push((to.to_owned(), (*text).to_owned()));
        let arrived = service.arrived(&host);
        assert!(
            arrived.is_none_or(|arrived| arrived == sent),
            "a message arrives once and as it is: {text:?}"
        );
    }
    assert_silent(&host, &[one, other]);
}

/// The network denies, breaks, or answers what means nothing.
async fn fails_by_itself(channel: &dyn Channel, service: &mut dyn Service, to: &str) {
    let answer = |status, body: &str| {
        Ok(HttpResponse {
            status,
            headers: Vec::new(),
            body: body.into(),
        })
    };
    let faults = [
        ("no network", Err(Denied::Failed("no route".into()))),
        ("the status 500", answer(500, "")),
        ("the status 503", answer(503, "<html>Bad gateway</html>")),
        ("too many requests", answer(429, "{}")),
    ];
    for (what, fault) in faults {
        let host = service.host();
        host.serve_http(move |_| Some(fault.clone()));
        let sent = channel.send(&host, &message(to, TEXTS[0])).await;
        assert!(
            matches!(sent, Err(Failure::Unavailable(_))),
            "after {what} it is unavailable, and the panel may try again"
        );
        assert_silent(&host, &[to]);
    }
    let denied = [
        ("a denied request", Err(Denied::NotGranted("no".into()))),
        ("the status 401", answer(401, "{}")),
        ("the status 403", answer(403, "")),
    ];
    for (what, fault) in denied {
        let host = service.host();
        host.serve_http(move |_| Some(fault.clone()));
        let sent = channel.send(&host, &message(to, TEXTS[0])).await;
        assert!(
            matches!(sent, Err(Failure::Misconfigured(_))),
            "after {what} it is misconfigured, and staff must mend something"
        );
        assert_silent(&host, &[to]);
    }
    let host = FakeHost::default();
    let sent = channel.send(&host, &message(to, TEXTS[0])).await;
    assert!(
        sent.is_err() && host.requests().is_empty(),
        "without settings it asks nobody"
    );
}

/// Texts of any length, and addresses that are none, break nothing; what arrives, arrives there.
async fn survives(channel: &dyn Channel, service: &mut dyn Service, to: &str) {
    let host = service.host();
    for text in ["", "\0\u{1}\u{202e}", &"9".repeat(100_000)] {
        // Whatever it says, it says something.
        let _ = channel.send(&host, &message(to, text)).await;
    }
    if channel.describe().address != TEL {
        return;
    }
    let odd = [
        "",
        "+",
        "4915123456789",
        "+49151 23456789",
        "+49151&to=+15550100",
        "+49151\r\nX-To: +15550100",
        "https://example.com/",
        "+１２３４５６７８",
    ];
    for address in odd {
        let host = service.host();
        let sent = channel.send(&host, &message(address, TEXTS[0])).await;
        assert!(
            matches!(sent, Ok(Handover::Undeliverable(_))) && host.requests().is_empty(),
            "no service hears of {address:?}, which is no number in E.164"
        );
    }
}

async fn taken(channel: &dyn Channel, host: &FakeHost, message: &ChannelMessage) -> Receipt {
    match channel.send(host, message).await {
        Ok(Handover::Taken(receipt)) => receipt,
        Ok(Handover::Undeliverable(why)) => unreachable!("a good message is taken: {why}"),
        Err(failure) => unreachable!("a good message is taken: {failure}"),
    }
}

fn assert_receipt(receipt: &Receipt) {
    let mut words = receipt.attributes.values().chain(&receipt.reference);
    assert!(
        words.all(|word| word.len() <= 255 && is_plain_line(word)),
        "what the service says of a message are short lines"
    );
}

fn assert_silent(host: &FakeHost, addresses: &[&str]) {
    let bare = |address: &&str| address.trim_start_matches('+').to_owned();
    let secrets: Vec<String> = addresses
        .iter()
        .map(bare)
        .chain([CODE.to_owned()])
        .collect();
    for (_, line) in host.logs() {
        let told = secrets.iter().any(|secret| line.contains(secret));
        assert!(!told, "neither code nor address gets into the log");
    }
}

fn message(to: &str, text: &str) -> ChannelMessage {
    ChannelMessage {
        to: to.into(),
        text: Secret::from(text),
        code: Some(CODE.into()),
        locale: "de".into(),
        idempotency_key: "0198f3a2-0000-7000-8000-000000000017".into(),
    }
}
