//! A browser's and a system's name from a User-Agent header, for people who look at their sessions.
//!
//! Never a means of telling browsers apart: anybody may send any header. The sentence around the two
//! names is the theme's.

/// How many characters of a User-Agent header are kept.
pub const MAX_USER_AGENT: usize = 400;

/// What a browser says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Its name, where it is one of the known.
    pub browser: Option<&'static str>,
    /// The system's name, where it is one of the known.
    pub os: Option<&'static str>,
}

/// Marks and names; the first mark found decides, so those that imitate others come before them.
const BROWSERS: &[(&str, &str)] = &[
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
    ("python-requests/", "Python"),
    ("Python-urllib/", "Python"),
];

/// As [`BROWSERS`], for systems.
const SYSTEMS: &[(&str, &str)] = &[
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPod", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
];

/// The names that a User-Agent header gives.
pub fn describe_user_agent(header: &str) -> Device {
    let header = bounded_user_agent(header);
    let named = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| header.contains(mark))
            .map(|(_, name)| *name)
    };
    Device {
        browser: named(BROWSERS),
        os: named(SYSTEMS),
    }
}

/// A User-Agent header as it is stored and shown: bounded, without control characters.
pub fn bounded_user_agent(header: &str) -> String {
    header
        .chars()
        .filter(|c| !c.is_control())
        .take(MAX_USER_AGENT)
        .collect()
}
