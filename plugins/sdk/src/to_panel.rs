//! What goes to the panel, as the interfaces speak of it.

use innkeeper_module::{
    Acceptance, Assurance, Block, ChallengeOutcome, ChannelDescription, Demand, Denied,
    Description, Enrolled, EnrolmentOutcome, Fact, Failure, Finding, Handover, HeaderValue,
    HttpRequest, OutboundMessage, PlainPrompt, Prompt, Rejection, Scope, Secret, Spent, Step, Text,
};

use crate::bindings::innkeeper::factor::types as wire;
use crate::bindings::innkeeper::host;
use crate::channel::innkeeper::channel::types as channel_wire;
use crate::hooks::innkeeper::hooks::types as hooks;

pub fn text(text: Text) -> host::types::Text {
    host::types::Text {
        key: text.key,
        fallback: text.fallback,
        args: text.args.into_iter().collect(),
    }
}

pub fn failure(failure: Failure) -> host::types::Failure {
    match failure {
        Failure::Unavailable(why) => host::types::Failure::Unavailable(why),
        Failure::Misconfigured(why) => host::types::Failure::Misconfigured(why),
    }
}

fn assurance(class: Assurance) -> &'static str {
    match class {
        Assurance::Recovery => "recovery",
        Assurance::Basic => "basic",
        Assurance::Strong => "strong",
        Assurance::PhishingResistant => "phishing-resistant",
    }
}

pub fn block(block: Block) -> hooks::Block {
    let (kind, says, value, lines) = match block {
        Block::Heading(says) => ("heading", Some(says), None, Vec::new()),
        Block::Paragraph(says) => ("text", Some(says), None, Vec::new()),
        Block::Facts(lines) => ("facts", None, None, lines),
        Block::Link { text, href } => ("link", Some(text), Some(("href", href)), Vec::new()),
        Block::Notice { level, text } => {
            let level = ("level", level.as_str().to_owned());
            ("notice", Some(text), Some(level), Vec::new())
        }
    };
    let line = |(label, value)| hooks::Line {
        label: text(label),
        value: text(value),
    };
    hooks::Block {
        kind: kind.to_owned(),
        text: says.map(text),
        values: value
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        lines: lines.into_iter().map(line).collect(),
    }
}

pub fn demand(demand: Demand) -> hooks::Demand {
    hooks::Demand {
        class: demand.class.map(|class| assurance(class).to_owned()),
        distrust: demand.distrust,
        attributes: Vec::new(),
    }
}

pub fn description(description: Description) -> wire::Description {
    wire::Description {
        id: description.id,
        name: text(description.name),
        summary: text(description.summary),
        icon: description.icon,
        assurance: assurance(description.assurance).into(),
        several: description.several,
        together: description.together,
        sends_messages: description.sends_messages,
        attributes: Vec::new(),
    }
}

pub fn step(step: &Step) -> Result<wire::Step, host::types::Failure> {
    let prompts = step.prompts.iter().map(prompt_of);
    Ok(wire::Step {
        prompts: prompts.collect::<Result<_, _>>()?,
        state: bytes(&step.state),
    })
}

fn prompt_of(prompt: &Prompt) -> Result<wire::Prompt, host::types::Failure> {
    let unreadable =
        |why: innkeeper_module::Unreadable| host::types::Failure::Misconfigured(why.to_string());
    let PlainPrompt {
        kind,
        name,
        texts,
        values,
        items,
    } = prompt.to_plain().map_err(unreadable)?;
    let texts = texts.into_iter().map(|(part, said)| (part, text(said)));
    let items = items.into_iter().map(|item| wire::Item {
        value: item.value,
        label: item.label.map(text),
    });
    Ok(wire::Prompt {
        kind,
        name,
        texts: texts.collect(),
        values,
        items: items.collect(),
    })
}

pub fn enrolment_outcome(
    outcome: EnrolmentOutcome,
) -> Result<wire::EnrolmentOutcome, host::types::Failure> {
    Ok(match outcome {
        EnrolmentOutcome::Step(next) => wire::EnrolmentOutcome::Step(step(&next)?),
        EnrolmentOutcome::Rejected(why) => wire::EnrolmentOutcome::Rejected(rejection(why)),
        EnrolmentOutcome::Enrolled(new) => wire::EnrolmentOutcome::Enrolled(enrolled(new)),
    })
}

pub fn challenge_outcome(
    outcome: ChallengeOutcome,
) -> Result<wire::ChallengeOutcome, host::types::Failure> {
    Ok(match outcome {
        ChallengeOutcome::Step(next) => wire::ChallengeOutcome::Step(step(&next)?),
        ChallengeOutcome::Accepted(proof) => wire::ChallengeOutcome::Accepted(acceptance(proof)),
        ChallengeOutcome::Rejected(why) => wire::ChallengeOutcome::Rejected(rejection(why)),
        ChallengeOutcome::Pending => wire::ChallengeOutcome::Pending,
    })
}

fn enrolled(enrolled: Enrolled) -> wire::Enrolled {
    wire::Enrolled {
        secret: bytes(&enrolled.secret),
        label: text(enrolled.label),
        facts: facts(enrolled.facts),
        identifier: enrolled.identifier,
    }
}

fn acceptance(acceptance: Acceptance) -> wire::Acceptance {
    wire::Acceptance {
        held: acceptance.held,
        secret: bytes(&acceptance.secret),
        facts: facts(acceptance.facts),
        notice: acceptance.notice.map(|notice| text(notice.text)),
    }
}

fn rejection(rejection: Rejection) -> wire::Rejection {
    wire::Rejection {
        field: rejection.field,
        reason: text(rejection.reason),
        counts: rejection.counts,
        spends: rejection.spends.map(spent),
    }
}

fn spent(spent: Spent) -> wire::Spent {
    wire::Spent {
        held: spent.held,
        secret: bytes(&spent.secret),
        facts: facts(spent.facts),
    }
}

fn facts(facts: Vec<Fact>) -> Vec<wire::Fact> {
    let facts = facts.into_iter().map(|fact| wire::Fact {
        name: fact.name,
        value: fact.value,
        text: text(fact.text),
        warning: fact.warning,
    });
    facts.collect()
}

pub fn finding(finding: Finding) -> wire::Finding {
    wire::Finding {
        subject: finding.subject,
        works: finding.works,
        text: text(finding.text),
        took: u32::try_from(finding.took.num_milliseconds()).unwrap_or(u32::MAX),
    }
}

fn bytes(secret: &Secret) -> Vec<u8> {
    secret.bytes().to_vec()
}

pub fn request(request: HttpRequest) -> host::http::Request {
    let headers = request.headers.into_iter().map(|(name, value)| {
        let value = match value {
            HeaderValue::Text(text) => host::http::HeaderValue::Text(text),
            HeaderValue::Setting { prefix, name } => {
                host::http::HeaderValue::Setting((prefix, name))
            }
            HeaderValue::Basic { user, password } => {
                host::http::HeaderValue::Basic((user, password))
            }
        };
        (name, value)
    });
    host::http::Request {
        method: request.method,
        url: request.url,
        headers: headers.collect(),
        body: request.body,
    }
}

pub fn message(message: OutboundMessage) -> Result<host::messages::Message, Denied> {
    let code = message.code.as_ref().map(|code| {
        let text = code.text().map(str::to_owned);
        text.ok_or_else(|| Denied::Failed("a code is text".into()))
    });
    Ok(host::messages::Message {
        channel: message.channel,
        text: text(message.text),
        code: code.transpose()?,
    })
}

pub fn scope(scope: Scope) -> host::store::Scope {
    match scope {
        Scope::Module => host::store::Scope::Plugin,
        Scope::Account => host::store::Scope::Account,
    }
}

pub fn channel(description: ChannelDescription) -> channel_wire::Description {
    channel_wire::Description {
        id: description.id,
        name: text(description.name),
        summary: text(description.summary),
        address: description.address,
        attributes: Vec::new(),
    }
}

pub fn handover(handover: Handover) -> channel_wire::Outcome {
    match handover {
        Handover::Taken(receipt) => channel_wire::Outcome::Taken(channel_wire::Delivery {
            reference: receipt.reference,
            attributes: receipt.attributes.into_iter().collect(),
        }),
        Handover::Undeliverable(why) => channel_wire::Outcome::Undeliverable(why),
    }
}
