//! Identifiers: time-ordered UUIDs (version 7, RFC 9562), a type for each kind of thing.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// An id made at `now`; ids sort by the millisecond they were made in.
            pub fn new(now: DateTime<Utc>, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// A person who signs in: a user or a staff member.
    PrincipalId,
    /// The billed account, to which users belong.
    ClientId,
    /// Clients to which a rule of their own may apply.
    ClientGroupId,
    /// That a person is exempt from a rule for a while.
    ExemptionId,
    /// One enrolled instance of a factor.
    CredentialId,
    /// A signed-in browser.
    SessionId,
    /// A browser that needs no second factor for a while.
    TrustedDeviceId,
    /// A sign-in whose password was right and whose second factor is still due.
    PendingLoginId,
    /// An enrolment under way.
    EnrolmentId,
    /// A challenge under way.
    ChallengeId,
    /// Somebody asked to join a client.
    InvitationId,
    /// A line of the audit log.
    AuditId,
    /// A key for a program.
    ApiTokenId,
    /// A mail in the mail log.
    MailId,
    /// A message to a mobile, as its channel knows it.
    MessageId,
    /// A reminder of many people.
    CampaignId,
    /// A request of somebody who lost every second factor.
    RecoveryId,
    /// A unit of background work.
    JobId,
    /// A setting of a plugin.
    PluginSettingId,
    /// What a plugin remembers of one account, or of none.
    ShelfId,
    /// A value that a plugin remembers.
    StoredId,
    /// A line of a plugin's log.
    PluginLineId,
    /// Something that a plugin was not told of yet.
    ParkedId,
}
