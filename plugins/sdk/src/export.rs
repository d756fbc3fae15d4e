//! Any `SecondFactor`, any `Channel` and any `Hooks` as a component.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use innkeeper_module::{Channel, Held, Hooks, SecondFactor, Secret};

use crate::bindings::exports::innkeeper::factor::second_factor;
use crate::bindings::innkeeper::factor::types as wire;
use crate::bindings::innkeeper::host::types::Failure;
use crate::channel::exports::innkeeper::channel::sender;
use crate::channel::innkeeper::channel::types as channel_wire;
use crate::checks::exports::innkeeper::factor::checks;
use crate::filters::exports::innkeeper::hooks::filters;
use crate::hooks::exports::innkeeper::hooks::events;
use crate::host::{Imports, Uses, report_panics};
use crate::slots::exports::innkeeper::hooks::slots;
use crate::{from_panel, to_panel};

/// What every export fills in.
pub trait Abilities: 'static {
    /// The abilities that the component imports.
    const USES: Uses;
}

/// What `export_factor!` fills in.
pub trait Export: Abilities {
    /// Makes the factor.
    fn factor() -> impl SecondFactor;
}

/// What `export_channel!` fills in.
pub trait ExportChannel: Abilities {
    /// Makes the channel.
    fn channel() -> impl Channel;
}

/// What `export_hooks!` fills in.
pub trait ExportHooks: Abilities {
    /// Makes the hooks.
    fn hooks() -> impl Hooks;
}

/// The component that a module becomes.
pub struct Component<E>(PhantomData<E>);

/// How often work is looked at again that makes room for others, of whom there are none.
const PATIENCE: u32 = 10_000;

/// Runs to the end. The panel answers each call before it returns, so nothing ever waits.
fn now<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    for _ in 0..PATIENCE {
        let polled = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(done) = polled {
            return done;
        }
    }
    panic!("a plugin can wait for nothing but the panel")
}

fn all_held(held: Vec<wire::Held>) -> Vec<Held> {
    held.into_iter().map(from_panel::held).collect()
}

impl<E: Export> second_factor::Guest for Component<E> {
    fn describe() -> wire::Description {
        report_panics();
        to_panel::description(E::factor().describe())
    }

    fn begin_enrolment(
        account: wire::Account,
        held: Vec<wire::Held>,
    ) -> Result<wire::Step, Failure> {
        report_panics();
        let (account, held) = (from_panel::account(account), all_held(held));
        let (host, factor) = (&Imports::<E>::NEW, E::factor());
        let step = now(factor.begin_enrolment(host, &account, &held));
        to_panel::step(&step.map_err(to_panel::failure)?)
    }

    fn continue_enrolment(
        account: wire::Account,
        state: Vec<u8>,
        answers: Vec<wire::Answer>,
    ) -> Result<wire::EnrolmentOutcome, Failure> {
        report_panics();
        let (account, state) = (from_panel::account(account), Secret::new(state));
        let (host, factor) = (&Imports::<E>::NEW, E::factor());
        let answers = from_panel::answers(answers);
        let outcome = now(factor.continue_enrolment(host, &account, &state, &answers));
        to_panel::enrolment_outcome(outcome.map_err(to_panel::failure)?)
    }

    fn begin_challenge(
        account: wire::Account,
        held: Vec<wire::Held>,
    ) -> Result<wire::Step, Failure> {
        report_panics();
        let (account, held) = (from_panel::account(account), all_held(held));
        let (host, factor) = (&Imports::<E>::NEW, E::factor());
        let step = now(factor.begin_challenge(host, &account, &held));
        to_panel::step(&step.map_err(to_panel::failure)?)
    }

    fn continue_challenge(
        account: wire::Account,
        held: Vec<wire::Held>,
        state: Vec<u8>,
        answers: Vec<wire::Answer>,
    ) -> Result<wire::ChallengeOutcome, Failure> {
        report_panics();
        let (account, held) = (from_panel::account(account), all_held(held));
        let (state, answers) = (Secret::new(state), from_panel::answers(answers));
        let (host, factor) = (&Imports::<E>::NEW, E::factor());
        let outcome = now(factor.continue_challenge(host, &account, &held, &state, &answers));
        to_panel::challenge_outcome(outcome.map_err(to_panel::failure)?)
    }
}

impl<E: Export> checks::Guest for Component<E> {
    fn check() -> Result<Vec<wire::Finding>, Failure> {
        report_panics();
        let findings = now(E::factor().check(&Imports::<E>::NEW));
        let findings = findings.map_err(to_panel::failure)?.into_iter();
        Ok(findings.map(to_panel::finding).collect())
    }
}

impl<E: ExportChannel> sender::Guest for Component<E> {
    fn describe() -> channel_wire::Description {
        report_panics();
        to_panel::channel(E::channel().describe())
    }

    fn send(message: channel_wire::Message) -> Result<channel_wire::Outcome, Failure> {
        report_panics();
        let message = from_panel::channel_message(message);
        let handover = now(E::channel().send(&Imports::<E>::NEW, &message));
        handover.map(to_panel::handover).map_err(to_panel::failure)
    }
}

impl<E: ExportHooks> events::Guest for Component<E> {
    fn deliver(event: events::Event) -> Result<(), Failure> {
        report_panics();
        let event = from_panel::event(event);
        now(E::hooks().deliver(&Imports::<E>::NEW, &event)).map_err(to_panel::failure)
    }
}

impl<E: ExportHooks> filters::Guest for Component<E> {
    fn assess_sign_in(sign_in: filters::SignIn) -> Result<filters::Demand, Failure> {
        report_panics();
        let sign_in = from_panel::sign_in(sign_in);
        let demand = now(E::hooks().assess(&Imports::<E>::NEW, &sign_in));
        demand.map(to_panel::demand).map_err(to_panel::failure)
    }
}

impl<E: ExportHooks> slots::Guest for Component<E> {
    fn fill(view: slots::View) -> Result<Vec<slots::Block>, Failure> {
        report_panics();
        let view = from_panel::view(view);
        let blocks = now(E::hooks().fill(&Imports::<E>::NEW, &view));
        let blocks = blocks.map_err(to_panel::failure)?.into_iter();
        Ok(blocks.map(to_panel::block).collect())
    }
}
