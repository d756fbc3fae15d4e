//! Requests, as anybody on the network may send them.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::policy::FactorPolicy;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_module::Secret;
use innkeeper_server::app::sign_in::{Attempt, SignIn, sign_in};
use innkeeper_server::app::trusted_devices::{self, Spared};
use innkeeper_server::app::{Caller, sessions};
use innkeeper_server::config::{Config, Sources};
use innkeeper_server::web::area::Area;
use innkeeper_server::web::client_ip::client_ip;
use innkeeper_server::web::cookies::{CookieKind, Cookies};
use innkeeper_server::{Panel, demo};
use innkeeper_store::principals::{self, Principal};
use ipnet::IpNet;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

use crate::{Outcome, text};

const ORIGIN: &str = "http://localhost:8080";
const COOKIE: CookieKind = CookieKind::Session(Area::Customer);

/// A demonstration, with its first customer signed in on a browser of hers.
struct World {
    runtime: Runtime,
    panel: Panel,
    router: Router,
    person: Principal,
    session: String,
    csrf: String,
    _folder: TempDir,
}

/// One at a time: what a request leaves behind is met by the next.
static WORLD: LazyLock<Mutex<World>> =
    LazyLock::new(|| Mutex::new(World::open().expect("the demonstration opens")));

fn with_world<T>(work: impl FnOnce(&World) -> T) -> T {
    work(&WORLD.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Whatever the address book of proxies in the header says: the peer's word counts only if the peer is a
/// proxy of ours, and of what proxies say only what they saw themselves. The first line is the peer, each
/// other a header.
pub fn client_address(bytes: &[u8]) -> Outcome {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let Some(peer) = lines
        .next()
        .and_then(|line| line.trim().parse::<IpAddr>().ok())
    else {
        return Outcome::Refused;
    };
    let trusted: Vec<IpNet> = ["10.0.0.0/8", "fd00::/8"]
        .iter()
        .filter_map(|net| net.parse().ok())
        .collect();
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let mut headers = HeaderMap::new();
    let mut hops = Vec::new();
    for line in lines {
        let Ok(value) = HeaderValue::from_str(line) else {
            continue;
        };
        // What is not visible ASCII is no list of addresses.
        if value.to_str().is_ok() {
            hops.extend(
                line.split(',')
                    .map(|hop| hop.trim().parse::<IpAddr>().map(|ip| ip.to_canonical())),
            );
        }
        headers.append("x-forwarded-for", value);
    }
    let client = client_ip(peer, &headers, &trusted);
    assert_eq!(client, client.to_canonical(), "one person has one address");
    let peer = peer.to_canonical();
    if !is_trusted(peer) {
        assert_eq!(client, peer, "a stranger's header says nothing");
        return Outcome::Refused;
    }
    // From the nearest outwards, up to the first that is no address: the first that is no proxy of ours,
    // else the farthest.
    let mut believed = hops.iter().rev().map_while(|hop| hop.as_ref().ok());
    let farthest = believed.clone().last().copied().unwrap_or(peer);
    let expected = believed
        .find(|ip| !is_trusted(**ip))
        .copied()
        .unwrap_or(farthest);
    assert_eq!(client, expected);
    Outcome::Accepted
}

/// A cookie is believed only if the browser sent one of its name: a second one, planted anywhere, and in a
/// header of its own, makes it nothing, and cookies of other names change nothing.
pub fn cookies(bytes: &[u8]) -> Outcome {
    let Ok(sent) = HeaderValue::from_bytes(bytes) else {
        return Outcome::Refused;
    };
    let cookies = Cookies { secure: true };
    let mut headers = HeaderMap::new();
    headers.append(header::COOKIE, sent.clone());
    let Some(value) = cookies.get(&headers, COOKIE) else {
        return Outcome::Refused;
    };
    assert!(value.len() <= 4096 && !value.contains(';'));
    assert_ne!(
        cookies.get(&headers, CookieKind::Session(Area::Staff)),
        Some(value.clone())
    );
    for at_front in [true, false] {
        let with = |other: &'static str| {
            let other = HeaderValue::from_static(other);
            let both = if at_front {
                [&other, &sent]
            } else {
                [&sent, &other]
            };
            let mut headers = HeaderMap::new();
            for one in both {
                headers.append(header::COOKIE, one.clone());
            }
            cookies.get(&headers, COOKIE)
        };
        assert_eq!(
            with("innkeeper=b; other=c; __Host-innkeepe=d"),
            Some(value.clone())
        );
        assert_eq!(
            with("__Host-innkeeper=planted"),
            None,
            "two of a name are none"
        );
    }
    Outcome::Accepted
}

/// No text but the token itself is a session.
pub fn session(bytes: &[u8]) -> Outcome {
    let Some(token) = text(bytes) else {
        return Outcome::Refused;
    };
    with_world(|world| {
        let token = token.replace("@session@", &world.session);
        let find = |kind| {
            let found = world
                .runtime
                .block_on(sessions::find(&world.panel, kind, &token));
            found.expect("no token is a failure of the panel's")
        };
        assert!(
            find(PrincipalKind::Staff).is_none(),
            "nobody walks into the other area"
        );
        match find(PrincipalKind::User) {
            Some(_) => {
                assert_eq!(token, world.session);
                Outcome::Accepted
            }
            None => Outcome::Refused,
        }
    })
}

/// No cookie but the one that was given out spares a second factor.
pub fn trusted_device(bytes: &[u8]) -> Outcome {
    let Some(cookie) = text(bytes) else {
        return Outcome::Refused;
    };
    with_world(|world| world.runtime.block_on(spares(world, cookie)))
        .expect("no cookie is a failure of the panel's")
}

async fn spares(world: &World, cookie: &str) -> anyhow::Result<Outcome> {
    let (panel, person, caller) = (&world.panel, &world.person, caller());
    // Nothing of it stays: the unit of work is never committed.
    let mut tx = panel.db.begin().await?;
    let ticket = trusted_devices::trust(&mut tx, panel, person, &caller).await?;
    let ticket = ticket.reveal();
    let cookie = cookie.replace("@ticket@", &ticket);
    let policy = FactorPolicy::default_for(person.kind);
    let sent = trusted_devices::Sent::of(panel, person.kind, Some(&cookie), &policy);
    let spared = trusted_devices::spare(&mut tx, panel, person, sent, &caller).await?;
    tx.rollback().await?;
    let Spared::Factor(_) = spared else {
        return Ok(Outcome::Refused);
    };
    let secret = |text: &str| text.split_once('.').map(|(_, secret)| secret.to_owned());
    assert_eq!(secret(&cookie), secret(&ticket));
    Ok(Outcome::Accepted)
}

/// A whole request, written as over the wire: it is answered, never with a fault of ours; it leads nowhere
/// but to this site; what it changes it has a token for; and nobody reads of the customer without her
/// session. `@session@` and `@csrf@` stand for what her browser has.
pub fn request(bytes: &[u8]) -> Outcome {
    let Some(text) = text(bytes) else {
        return Outcome::Refused;
    };
    with_world(|world| {
        let Some(request) = world.read(text) else {
            return Outcome::Refused;
        };
        let is_safe = request.method().is_safe();
        let (status, headers, body) = world.runtime.block_on(world.answer(request));
        assert!(
            !status.is_server_error(),
            "{status}: {}",
            String::from_utf8_lossy(&body)
        );
        assert!(headers.contains_key(header::CONTENT_SECURITY_POLICY));
        if let Some(location) = headers.get(header::LOCATION) {
            let location = location.to_str().expect("an address is ASCII");
            assert!(LocalPath::parse(location).is_some(), "{location}");
        }
        if !is_safe && !text.contains("@csrf@") {
            let to = headers.get(header::LOCATION);
            let to_the_door = to.is_some_and(|to| to.as_bytes().starts_with(b"/login"));
            assert!(
                status.is_client_error() || to_the_door,
                "{status} to a change without a token"
            );
        }
        if !text.contains("@session@") && !text.contains(&world.person.email) {
            let body = String::from_utf8_lossy(&body);
            assert!(
                !body.contains(&world.person.email),
                "a stranger reads of her"
            );
        }
        if status.is_success() || status.is_redirection() {
            Outcome::Accepted
        } else {
            Outcome::Refused
        }
    })
}

impl World {
    fn open() -> anyhow::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let folder = TempDir::new()?;
        let at = |name: &str| folder.path().join(name).display().to_string();
        let sources = Sources::default()
            .with("database.url", format!("sqlite:{}", at("panel.db")))
            .with("keys.path", at("keys.json"))
            .with("server.base_url", ORIGIN);
        let config = Config::load(&sources)?;
        let sign_ins = runtime.block_on(demo::seed(config.clone()))?;
        let customer = sign_ins
            .users
            .first()
            .expect("the demonstration has customers");
        let panel = runtime.block_on(Panel::open(config))?;
        let key = EmailAddress::parse(&customer.email)?.key();
        let person = runtime.block_on(async {
            let mut tx = panel.db.read().await?;
            principals::find_by_email(&mut tx, PrincipalKind::User, &key).await
        })?;
        let attempt = Attempt {
            kind: PrincipalKind::User,
            email: &customer.email,
            password: Secret::from(customer.password.as_str()),
            next: LocalPath::default(),
            trusted_device: None,
        };
        let SignIn::Open(entry, _) = runtime.block_on(sign_in(&panel, attempt, &caller()))? else {
            anyhow::bail!("{} cannot sign in", customer.email)
        };
        let mut world = Self {
            router: innkeeper_server::web::router(panel.clone()),
            person: person.expect("she has an account"),
            session: entry.session.reveal().to_owned(),
            csrf: String::new(),
            runtime,
            panel,
            _folder: folder,
        };
        world.csrf = world.token();
        Ok(world)
    }

    /// The token of the forms that she sees.
    fn token(&self) -> String {
        let request = self
            .read("GET /account/profile\nCookie: innkeeper=@session@\n")
            .expect("a request");
        let (_, _, body) = self.runtime.block_on(self.answer(request));
        let body = String::from_utf8_lossy(&body);
        let token = body
            .split_once("name=\"csrf_token\" value=\"")
            .and_then(|(_, rest)| rest.split('"').next());
        token.expect("her profile has a form").to_owned()
    }

    /// A request as it is written over the wire. What is no header is left out.
    fn read(&self, text: &str) -> Option<Request<Body>> {
        let text = text
            .replace("@session@", &self.session)
            .replace("@csrf@", &self.csrf);
        let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let (method, path) = lines.next()?.split_once(' ')?;
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).ok()?)
            .uri(path);
        for line in lines {
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value.trim()),
            ) {
                request = request.header(name, value);
            }
        }
        request.body(Body::from(body.to_owned())).ok()
    }

    async fn answer(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await;
        let (parts, body) = response.expect("the router never fails").into_parts();
        let body = to_bytes(body, usize::MAX)
            .await
            .expect("a body in memory is whole");
        (parts.status, parts.headers, body.to_vec())
    }
}

fn caller() -> Caller {
    Caller {
        ip: Some(Ipv4Addr::LOCALHOST.into()),
        ..Caller::default()
    }
}
