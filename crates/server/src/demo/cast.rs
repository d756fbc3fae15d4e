//! Who lives in the demonstration. Their passwords are printed at every start and protect nothing.

use innkeeper_identity::permission::{ClientPermission as May, Role};

/// The provider's name.
pub const BRAND: &str = "Sunny Hosting";
/// Where its customers get help.
pub const SUPPORT_EMAIL: &str = "help@sunny.example";

/// A member of the provider's staff.
pub struct StaffPart {
    pub email: &'static str,
    pub name: &'static str,
    pub role: Role,
    pub password: &'static str,
    /// Whether they hold an authenticator app.
    pub has_app: bool,
}

/// A customer.
pub struct UserPart {
    pub email: &'static str,
    pub name: &'static str,
    pub password: &'static str,
    pub locale: &'static str,
    pub time_zone: &'static str,
    /// How many days ago they registered.
    pub days: i64,
    /// Whether they hold an authenticator app and backup codes.
    pub has_app: bool,
    /// Whether they followed the link in the first mail.
    pub is_confirmed: bool,
}

/// A client of several users. Everybody has one of their own besides.
pub struct ClientPart {
    pub name: &'static str,
    /// The address of the user who may do everything.
    pub owner: &'static str,
    /// The others, and what they may do.
    pub members: &'static [(&'static str, &'static [May])],
}

/// The first one has no second factor, so that a visitor can look around at once.
pub const STAFF: &[StaffPart] = &[
    StaffPart {
        email: "owner@sunny.example",
        name: "Olivia Brandt",
        role: Role::Owner,
        password: "seven lamps in the hall",
        has_app: false,
    },
    StaffPart {
        email: "billing@sunny.example",
        name: "Ben Keller",
        role: Role::Billing,
        password: "a ledger bound in green",
        has_app: true,
    },
    StaffPart {
        email: "support@sunny.example",
        name: "Sofia Lindqvist",
        role: Role::Support,
        password: "tea before every ticket",
        has_app: true,
    },
];

/// The first one has no second factor, the second one has an app and backup codes.
pub const USERS: &[UserPart] = &[
    UserPart {
        email: "ada@example.com",
        name: "Ada Novak",
        password: "the harbour wakes at six",
        locale: "en",
        time_zone: "Europe/London",
        days: 20,
        has_app: false,
        is_confirmed: true,
    },
    UserPart {
        email: "grace@example.com",
        name: "Grace Okafor",
        password: "nine geese over the lake",
        locale: "en",
        time_zone: "Africa/Lagos",
        days: 18,
        has_app: true,
        is_confirmed: true,
    },
    UserPart {
        email: "lena@example.org",
        name: "Lena Vogel",
        password: "im garten steht ein apfelbaum",
        locale: "de",
        time_zone: "Europe/Berlin",
        days: 15,
        has_app: true,
        is_confirmed: true,
    },
    UserPart {
        email: "marco@example.net",
        name: "Marco Rossi",
        password: "two bridges and a bakery",
        locale: "en",
        time_zone: "Europe/Rome",
        days: 11,
        has_app: false,
        is_confirmed: true,
    },
    UserPart {
        email: "yuki@example.org",
        name: "Yuki Tanaka",
        password: "snow on the morning train",
        locale: "en",
        time_zone: "Asia/Tokyo",
        days: 6,
        has_app: false,
        is_confirmed: true,
    },
    UserPart {
        email: "priya@example.net",
        name: "Priya Nair",
        password: "mango season comes early",
        locale: "en",
        time_zone: "Asia/Kolkata",
        days: 1,
        has_app: false,
        is_confirmed: false,
    },
];

/// Clients with a team.
pub const CLIENTS: &[ClientPart] = &[
    ClientPart {
        name: "Northwind Bakery",
        owner: "grace@example.com",
        members: &[
            (
                "ada@example.com",
                &[May::ViewInvoices, May::PayInvoices, May::ViewMails],
            ),
            (
                "marco@example.net",
                &[May::ViewServices, May::ManageServices, May::ManageTickets],
            ),
        ],
    },
    ClientPart {
        name: "Vogel & Partner",
        owner: "lena@example.org",
        members: &[
            ("marco@example.net", &[May::ViewServices, May::PlaceOrders]),
            ("yuki@example.org", &[May::ManageTickets]),
        ],
    },
];
