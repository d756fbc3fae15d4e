//! What comes from a plugin, as the trait speaks of it. Whether it can be believed is for `check` to say.

use chrono::TimeDelta;
use innkeeper_module::{
    Acceptance, Assurance, Block, ChallengeOutcome, ChannelDescription, Demand, Description,
    Enrolled, EnrolmentOutcome, Fact, Failure, Finding, Handover, HeaderValue, HttpRequest, Level,
    Notice, OutboundMessage, PlainItem, PlainPrompt, Prompt, Receipt, Rejection, Secret, Spent,
    Step, Text,
};

use crate::bindings::events::innkeeper::hooks::types as hooks;
use crate::bindings::innkeeper::factor::types as wire;
use crate::bindings::innkeeper::host;
use crate::bindings::sending::innkeeper::channel::types as channel_wire;
use crate::check::{cut, without_controls};
use crate::fault::Fault;

/// How long the word of a plugin's own failure is that staff read.
const WORD: usize = 500;

/// How many words a service has about a message, and how long each is.
const REMARKS: usize = 16;
const REMARK: usize = 100;

pub(crate) fn text(text: host::types::Text) -> Text {
    Text {
        key: text.key,
        fallback: text.fallback,
        args: text.args.into_iter().collect(),
    }
}

/// Staff read what it says, so it is cut and kept to one line.
pub(crate) fn failure(failure: host::types::Failure) -> Failure {
    let said = |why: String| without_controls(cut(&why, WORD));
    match failure {
        host::types::Failure::Unavailable(why) => Failure::Unavailable(said(why)),
        host::types::Failure::Misconfigured(why) => Failure::Misconfigured(said(why)),
    }
}

fn assurance(name: &str) -> Result<Assurance, Fault> {
    Ok(match name {
        "recovery" => Assurance::Recovery,
        "basic" => Assurance::Basic,
        "strong" => Assurance::Strong,
        "phishing-resistant" => Assurance::PhishingResistant,
        _ => return Err(Fault::BadReturn("its class is none that there is".into())),
    })
}

/// What a sign-in is to have. A way back in is nothing that could be demanded.
pub(crate) fn demand(demand: &hooks::Demand) -> Result<Demand, Fault> {
    let class = demand.class.as_deref().map(assurance).transpose()?;
    if class == Some(Assurance::Recovery) {
        return Err(Fault::BadReturn("it demands a way back in".into()));
    }
    Ok(Demand {
        class,
        distrust: demand.distrust,
    })
}

pub(crate) fn block(block: hooks::Block) -> Result<Block, Fault> {
    let bad = |why: &str| Fault::BadReturn(why.into());
    let says = block.text.map(text);
    let says = || says.ok_or_else(|| bad("a block has a text"));
    let value = |name: &str| {
        let value = block.values.iter().find(|(other, _)| other == name);
        value.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    Ok(match block.kind.as_str() {
        "heading" => Block::Heading(says()?),
        "text" => Block::Paragraph(says()?),
        "facts" => {
            let lines = block.lines.into_iter();
            Block::Facts(
                lines
                    .map(|line| (text(line.label), text(line.value)))
                    .collect(),
            )
        }
        "link" => Block::Link {
            href: value("href").to_owned(),
            text: says()?,
        },
        "notice" => Block::Notice {
            level: Level::named(value("level")).ok_or_else(|| bad("a notice has a level"))?,
            text: says()?,
        },
        _ => return Err(bad("a block is of a kind that there is")),
    })
}

pub(crate) fn description(description: wire::Description) -> Result<Description, Fault> {
    let assurance = assurance(&description.assurance)?;
    Ok(Description {
        id: description.id,
        name: text(description.name),
        summary: text(description.summary),
        icon: description.icon,
        assurance,
        several: description.several,
        together: description.together,
        sends_messages: description.sends_messages,
    })
}

pub(crate) fn step(step: wire::Step) -> Result<Step, Fault> {
    let prompts = step.prompts.into_iter().map(prompt);
    Ok(Step {
        prompts: prompts.collect::<Result<_, _>>()?,
        state: Secret::new(step.state),
    })
}

fn prompt(prompt: wire::Prompt) -> Result<Prompt, Fault> {
    let texts = prompt
        .texts
        .into_iter()
        .map(|(part, said)| (part, text(said)));
    let items = prompt.items.into_iter().map(|item| PlainItem {
        value: item.value,
        label: item.label.map(text),
    });
    let plain = PlainPrompt {
        kind: cut(&without_controls(&prompt.kind), 64).to_owned(),
        name: prompt.name,
        texts: texts.collect(),
        values: prompt.values,
        items: items.collect(),
    };
    Prompt::try_from(plain).map_err(|why| Fault::BadReturn(why.to_string()))
}

pub(crate) fn enrolment(outcome: wire::EnrolmentOutcome) -> Result<EnrolmentOutcome, Fault> {
    Ok(match outcome {
        wire::EnrolmentOutcome::Step(next) => EnrolmentOutcome::Step(step(next)?),
        wire::EnrolmentOutcome::Rejected(why) => EnrolmentOutcome::Rejected(rejection(why)),
        wire::EnrolmentOutcome::Enrolled(new) => EnrolmentOutcome::Enrolled(enrolled(new)),
    })
}

pub(crate) fn challenge(outcome: wire::ChallengeOutcome) -> Result<ChallengeOutcome, Fault> {
    Ok(match outcome {
        wire::ChallengeOutcome::Step(next) => ChallengeOutcome::Step(step(next)?),
        wire::ChallengeOutcome::Accepted(proof) => ChallengeOutcome::Accepted(acceptance(proof)),
        wire::ChallengeOutcome::Rejected(why) => ChallengeOutcome::Rejected(rejection(why)),
        wire::ChallengeOutcome::Pending => ChallengeOutcome::Pending,
    })
}

fn enrolled(enrolled: wire::Enrolled) -> Enrolled {
    Enrolled {
        secret: Secret::new(enrolled.secret),
        label: text(enrolled.label),
        facts: facts(enrolled.facts),
        identifier: enrolled.identifier,
    }
}

fn acceptance(acceptance: wire::Acceptance) -> Acceptance {
    let notice = |said| Notice { text: text(said) };
    Acceptance {
        held: acceptance.held,
        secret: Secret::new(acceptance.secret),
        facts: facts(acceptance.facts),
        notice: acceptance.notice.map(notice),
    }
}

fn rejection(rejection: wire::Rejection) -> Rejection {
    Rejection {
        field: rejection.field,
        reason: text(rejection.reason),
        counts: rejection.counts,
        spends: rejection.spends.map(spent),
    }
}

fn spent(spent: wire::Spent) -> Spent {
    Spent {
        held: spent.held,
        secret: Secret::new(spent.secret),
        facts: facts(spent.facts),
    }
}

fn facts(facts: Vec<wire::Fact>) -> Vec<Fact> {
    let facts = facts.into_iter().map(|fact| Fact {
        name: fact.name,
        value: fact.value,
        text: text(fact.text),
        warning: fact.warning,
    });
    facts.collect()
}

pub(crate) fn findings(findings: Vec<wire::Finding>) -> Vec<Finding> {
    let findings = findings.into_iter().map(|finding| Finding {
        subject: finding.subject,
        works: finding.works,
        text: text(finding.text),
        took: TimeDelta::milliseconds(i64::from(finding.took)),
    });
    findings.collect()
}

pub(crate) fn request(request: host::http::Request) -> HttpRequest {
    let headers = request.headers.into_iter().map(|(name, value)| {
        let value = match value {
            host::http::HeaderValue::Text(text) => HeaderValue::Text(text),
            host::http::HeaderValue::Setting((prefix, name)) => {
                HeaderValue::Setting { prefix, name }
            }
            host::http::HeaderValue::Basic((user, password)) => {
                HeaderValue::Basic { user, password }
            }
        };
        (name, value)
    });
    HttpRequest {
        method: request.method,
        url: request.url,
        headers: headers.collect(),
        body: request.body,
    }
}

pub(crate) fn message(message: host::messages::Message) -> OutboundMessage {
    OutboundMessage {
        channel: message.channel,
        text: text(message.text),
        code: message.code.map(Secret::from),
    }
}

pub(crate) fn channel(description: channel_wire::Description) -> ChannelDescription {
    ChannelDescription {
        id: description.id,
        name: text(description.name),
        summary: text(description.summary),
        address: description.address,
    }
}

/// Whatever words come with it are cut and kept to one line each.
pub(crate) fn handover(outcome: channel_wire::Outcome) -> Handover {
    let said = |word: &str, most| without_controls(cut(word, most));
    match outcome {
        channel_wire::Outcome::Taken(delivery) => {
            let remarks = delivery.attributes.iter().take(REMARKS);
            Handover::Taken(Receipt {
                reference: delivery.reference.map(|reference| said(&reference, REMARK)),
                attributes: remarks
                    .map(|(name, value)| (said(name, REMARK), said(value, REMARK)))
                    .collect(),
            })
        }
        channel_wire::Outcome::Undeliverable(why) => Handover::Undeliverable(said(&why, WORD)),
    }
}
