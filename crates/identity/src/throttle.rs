//! How often anybody may try (R29-R38, R42).
//!
//! The order of things, which the store keeps to (R30):
//!
//! 1. [`admit`] with the stored state: during a lock nothing is checked and nothing is counted (R35).
//! 2. [`State::raised`] in one statement that touches no locked row, so that a hundred parallel
//!    attempts are a hundred, each with a number of its own.
//! 3. [`after_failure`] with the raised state, and its lock stored in the same transaction: the
//!    attempt counts as failed before it is checked, so no second one slips in while it is.
//! 4. The check. If it holds, [`after_success`] says what the success forgives.
//!
//! Two rules keep locks from being a weapon (R36): second factors are counted only after a right
//! password, and wrong passwords lock their network only. What comes from everywhere is slowed down
//! instead, so the owner still gets in. A network that tries a list of stolen passwords is shut out for an
//! hour (R43), but for the browsers in it that their owners signed in with.

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};

use crate::assurance::Assurance;
use crate::principal::PrincipalKind;
use crate::text_enum::text_enum;

text_enum! {
    /// What a counter counts for; its subject is beside it in the row.
    pub enum ThrottleScope {
        /// Wrong answers to one credential (R31); subject: the credential's id.
        Credential => "credential",
        /// Wrong second factors of one person (R32); subject: the person's id.
        Account => "account",
        /// Second factors from one network in ten minutes (R42); subject: [`ip_subject`].
        Ip => "ip",
        /// Second factors from one network in a minute (R42); subject: [`ip_subject`].
        IpMinute => "ip-minute",
        /// Wrong passwords for one person from one network (R36); subject: [`password_subject`].
        Password => "password",
        /// Wrong passwords for one person from anywhere; subject: [`account_subject`].
        PasswordAccount => "password-account",
        /// Wrong passwords from one network; subject: [`ip_subject`].
        PasswordIp => "password-ip",
        /// Wrong pairs of address and password from one network that differ (R43); subject: [`ip_subject`].
        Stuffing => "stuffing",
        /// Registrations from one network; subject: [`ip_subject`].
        Register => "register",
        /// Password resets asked for one person; subject: [`account_subject`].
        Reset => "reset",
        /// Password resets asked from one network; subject: [`ip_subject`].
        ResetIp => "reset-ip",
        /// Requests for recovery by one person; subject: [`account_subject`].
        Recovery => "recovery",
        /// Reminders of a second step that nobody took (R28); subject: the person's id and the browser.
        Unfinished => "unfinished",
        /// Tokens of mails tried from one network (R169); subject: [`ip_subject`].
        Token => "token",
        /// Invitations to a client sent in an hour; subject: the client's id.
        Invitation => "invitation",
        /// The same in a day, by one person; subject: the person's id.
        InvitationDay => "invitation-day",
        /// Sign-ins without a password begun from one network; subject: [`ip_subject`].
        Discovery => "discovery",
        /// Requests of one program in a minute; subject: its key's id.
        Api => "api",
        /// Requests with a key that is none, from one network; subject: [`ip_subject`].
        ApiIp => "api-ip",
        /// Messages with codes to one person in a minute (R75); subject: the person's id.
        Message => "message",
        /// The same in an hour.
        MessageHour => "message-hour",
        /// The same in a day.
        MessageDay => "message-day",
        /// Messages with codes asked for from one network (R75); subject: [`ip_subject`].
        MessageIp => "message-ip",
        /// Messages to one mobile in a day, whoever asks (R85); subject: a digest of the number.
        MobileDay => "mobile-day",
        /// Messages to mobiles of one country in a day (R85); subject: the country's code.
        CountryDay => "country-day",
        /// Messages to mobiles in a day, all together (R85); one subject.
        MobilesDay => "mobiles-day",
    }
}

impl ThrottleScope {
    /// Whether it counts what is sent to one person.
    pub fn is_of_messages(self) -> bool {
        matches!(self, Self::Message | Self::MessageHour | Self::MessageDay)
    }
}

/// When a full window locks, until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// It never locks.
    Never,
    /// Until the window is over.
    UntilWindowEnds,
    /// For so long, and again for each failure after it while the window lasts.
    For(TimeDelta),
}

/// Waits that double with each failure in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// The failure in a row that costs one second; each further one doubles it.
    pub from: i64,
    /// The longest wait.
    pub cap: TimeDelta,
    /// Each so many failures in a row cost the longest wait at once.
    pub lock_every: i64,
}

/// A delay before an attempt is answered, instead of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slowdown {
    /// The attempt in a window from which on it holds.
    pub from: i64,
    /// How long the answer is kept back.
    pub by: TimeDelta,
}

/// What a success does to a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnSuccess {
    /// The streak ends: the success was with the very thing that is counted (R31, R33).
    ForgetStreak,
    /// The attempt is not counted after all, and nothing else is forgiven (R33).
    TakeBack,
    /// Attempts are counted, not failures: nothing changes.
    Count,
}

/// The limits of one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long attempts are counted together.
    pub window: TimeDelta,
    /// How many of them fill a window.
    pub limit: i64,
    /// What a full window leads to.
    pub lock: Lock,
    /// Waits for failures in a row.
    pub backoff: Option<Backoff>,
    /// Whether a streak outlives its window.
    pub streak_lasts: bool,
    /// The streak at which the credential is disabled for good (R31).
    pub disable_at: Option<i64>,
    /// Delayed answers.
    pub slowdown: Option<Slowdown>,
    /// What a success changes.
    pub on_success: OnSuccess,
}

impl Rules {
    /// So many attempts in a window, whatever comes of them.
    const fn attempts(limit: i64, window: TimeDelta) -> Self {
        Self {
            window,
            limit,
            lock: Lock::UntilWindowEnds,
            backoff: None,
            streak_lasts: false,
            disable_at: None,
            slowdown: None,
            on_success: OnSuccess::Count,
        }
    }

    /// The same with another limit, for what the provider sets.
    #[must_use]
    pub const fn at_most(self, limit: i64) -> Self {
        Self { limit, ..self }
    }

    /// So many failures in a window.
    const fn failures(limit: i64, window: TimeDelta) -> Self {
        Self {
            on_success: OnSuccess::TakeBack,
            ..Self::attempts(limit, window)
        }
    }
}

/// From the fourth failure in a row 1, 2, 4 … seconds up to a quarter of an hour, which is also what
/// each tenth costs (R32).
const BACKOFF: Backoff = Backoff {
    from: 4,
    cap: TimeDelta::minutes(15),
    lock_every: 10,
};

/// The limits of a scope.
pub const fn rules(scope: ThrottleScope) -> Rules {
    let day = TimeDelta::hours(24);
    let ten_minutes = TimeDelta::minutes(10);
    match scope {
        ThrottleScope::Credential => Rules {
            lock: Lock::Never,
            backoff: Some(BACKOFF),
            streak_lasts: true,
            disable_at: Some(100),
            on_success: OnSuccess::ForgetStreak,
            ..Rules::failures(i64::MAX, day)
        },
        ThrottleScope::Account => Rules {
            lock: Lock::For(TimeDelta::hours(1)),
            ..Rules::failures(20, day)
        },
        ThrottleScope::Ip => Rules::attempts(50, ten_minutes),
        ThrottleScope::IpMinute | ThrottleScope::Discovery => {
            Rules::attempts(30, TimeDelta::minutes(1))
        }
        ThrottleScope::Password => Rules {
            lock: Lock::Never,
            backoff: Some(BACKOFF),
            on_success: OnSuccess::ForgetStreak,
            ..Rules::failures(i64::MAX, day)
        },
        ThrottleScope::PasswordAccount => Rules {
            lock: Lock::Never,
            slowdown: Some(Slowdown {
                from: 20,
                by: TimeDelta::seconds(1),
            }),
            ..Rules::failures(i64::MAX, TimeDelta::hours(1))
        },
        ThrottleScope::PasswordIp => Rules::failures(50, ten_minutes),
        ThrottleScope::Stuffing => Rules {
            lock: Lock::For(TimeDelta::hours(1)),
            ..Rules::attempts(100, TimeDelta::hours(3))
        },
        ThrottleScope::Register => Rules::attempts(10, TimeDelta::hours(1)),
        ThrottleScope::Reset | ThrottleScope::Recovery => Rules::attempts(3, TimeDelta::hours(1)),
        ThrottleScope::ResetIp | ThrottleScope::MessageIp => {
            Rules::attempts(20, TimeDelta::hours(1))
        }
        ThrottleScope::Invitation => Rules::attempts(20, TimeDelta::hours(1)),
        ThrottleScope::InvitationDay => Rules::attempts(60, day),
        ThrottleScope::Unfinished => Rules::attempts(1, TimeDelta::hours(1)),
        ThrottleScope::Token | ThrottleScope::ApiIp => Rules::attempts(30, ten_minutes),
        ThrottleScope::Api => Rules::attempts(300, TimeDelta::minutes(1)),
        ThrottleScope::Message => Rules::attempts(1, TimeDelta::minutes(1)),
        ThrottleScope::MessageHour => Rules::attempts(5, TimeDelta::hours(1)),
        ThrottleScope::MessageDay | ThrottleScope::MobileDay => Rules::attempts(10, day),
        // What a day may cost the provider says: see `Rules::at_most`.
        ThrottleScope::CountryDay => Rules::attempts(200, day),
        ThrottleScope::MobilesDay => Rules::attempts(500, day),
    }
}

/// A counter as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Failures in a row.
    pub streak: i64,
    /// When the window began.
    pub window_start: DateTime<Utc>,
    /// Attempts in the window.
    pub window_count: i64,
    /// Until when nothing is admitted.
    pub locked_until: Option<DateTime<Utc>>,
}

impl State {
    /// A counter that nothing was counted on.
    pub const fn new(now: DateTime<Utc>) -> Self {
        Self {
            streak: 0,
            window_start: now,
            window_count: 0,
            locked_until: None,
        }
    }

    /// The counter with one more attempt on it. What the store's one statement computes.
    #[must_use]
    pub fn raised(&self, rules: &Rules, now: DateTime<Utc>) -> Self {
        let over = now - self.window_start >= rules.window;
        let streak = if over && !rules.streak_lasts {
            0
        } else {
            self.streak
        };
        Self {
            streak: streak.saturating_add(1),
            window_start: if over { now } else { self.window_start },
            window_count: if over {
                1
            } else {
                self.window_count.saturating_add(1)
            },
            locked_until: self.locked_until,
        }
    }
}

/// Not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("locked until {until}")]
pub struct Wait {
    /// When the next attempt is admitted.
    pub until: DateTime<Utc>,
}

impl Wait {
    /// Whole seconds from `now` on, at least one, for `Retry-After` and for people (R38).
    pub fn seconds(&self, now: DateTime<Utc>) -> u32 {
        let left = self.until - now;
        let partial = i64::from(left.subsec_nanos() > 0);
        u32::try_from(left.num_seconds().saturating_add(partial).max(1)).unwrap_or(u32::MAX)
    }
}

/// Whether an attempt may be made at all; a right answer gets no exception (R35).
pub fn admit(state: Option<&State>, now: DateTime<Utc>) -> Result<(), Wait> {
    match state.and_then(|state| state.locked_until) {
        Some(until) if now < until => Err(Wait { until }),
        _ => Ok(()),
    }
}

/// What an attempt costs that fails, or that is not yet checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Until when the next attempts are refused.
    pub locked_until: Option<DateTime<Utc>>,
    /// How long the answer to this attempt is kept back.
    pub slow_by: Option<TimeDelta>,
    /// Whether the credential is disabled if this attempt fails (R31).
    pub disable: bool,
}

/// What a failure costs, from the counter that it was already counted on (R30-R32).
pub fn after_failure(rules: &Rules, raised: &State, now: DateTime<Utc>) -> Verdict {
    let full = raised.window_count >= rules.limit;
    let window_lock = match rules.lock {
        Lock::Never => None,
        _ if !full => None,
        Lock::UntilWindowEnds => Some(raised.window_start + rules.window),
        Lock::For(time) => Some(now + time),
    };
    let backoff = rules
        .backoff
        .and_then(|backoff| backoff.wait_after(raised.streak))
        .map(|wait| now + wait);
    Verdict {
        locked_until: window_lock.max(backoff).max(raised.locked_until),
        slow_by: rules
            .slowdown
            .filter(|slowdown| raised.window_count >= slowdown.from)
            .map(|slowdown| slowdown.by),
        disable: rules.disable_at.is_some_and(|at| raised.streak >= at),
    }
}

/// The counter after an attempt that was counted on it succeeded (R33, R36).
///
/// `current` is the counter as it stands now, not as it was raised: others may have failed meanwhile,
/// and a success forgives none of them. The store computes this in one statement too.
///
/// A lock that stands now came with this attempt or because of its count, for no attempt is admitted
/// while another's lock stands; so it goes with it.
pub fn after_success(rules: &Rules, current: &State) -> State {
    let window_count = (current.window_count - 1).max(0);
    match rules.on_success {
        OnSuccess::ForgetStreak => State {
            streak: 0,
            window_count,
            locked_until: None,
            ..*current
        },
        OnSuccess::TakeBack => State {
            streak: (current.streak - 1).max(0),
            window_count,
            locked_until: None,
            ..*current
        },
        OnSuccess::Count => *current,
    }
}

impl Backoff {
    /// The wait after so many failures in a row.
    pub fn wait_after(&self, streak: i64) -> Option<TimeDelta> {
        let doublings = u32::try_from(streak - self.from).ok()?;
        if streak % self.lock_every == 0 {
            return Some(self.cap);
        }
        let seconds = 1_i64.checked_shl(doublings).filter(|seconds| *seconds > 0);
        Some(
            seconds
                .and_then(TimeDelta::try_seconds)
                .map_or(self.cap, |wait| wait.min(self.cap)),
        )
    }
}

/// Whether a lock of [`ThrottleScope::Account`] holds for credentials of that class: codes can be
/// guessed, what is bound to the origin cannot (R32).
pub fn account_lock_binds(class: Assurance) -> bool {
    class != Assurance::PhishingResistant
}

/// A network as a throttle's subject: an IPv4 address, or the /64 of an IPv6 address (R29).
pub fn ip_subject(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// A person as a throttle's subject before anybody knows whether there is one of that e-mail key.
pub fn account_subject(kind: PrincipalKind, email_key: &str) -> String {
    format!("{kind} {email_key}")
}

/// A person and a network together as a throttle's subject.
pub fn password_subject(kind: PrincipalKind, email_key: &str, ip: IpAddr) -> String {
    format!("{kind} {email_key} {}", ip_subject(ip))
}
