//! Somebody with a browser: one connection, cookies, the token of the last form, and an address of their own
//! by the header of a trusted proxy.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use anyhow::{Context as _, bail, ensure};
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::house::{self, PASSWORD, User};

/// A browser.
pub struct Browser {
    sender: SendRequest<Full<Bytes>>,
    ip: IpAddr,
    cookies: BTreeMap<String, String>,
    token: String,
}

/// What came back.
pub struct Reply {
    status: StatusCode,
    location: String,
    /// The page.
    pub body: Bytes,
}

impl Browser {
    /// Connects.
    pub async fn open(to: SocketAddr, ip: IpAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self {
            sender,
            ip,
            cookies: BTreeMap::new(),
            token: String::new(),
        })
    }

    /// Address, password and the code of an app: what a person does until they are in.
    pub async fn sign_in(&mut self, user: &User) -> anyhow::Result<()> {
        self.page("/login").await?;
        let fields = [("email", user.email.as_str()), ("password", PASSWORD)];
        self.post("/login", &fields)
            .await?
            .leads_to("/login/verify")?;
        self.page("/login/verify").await?;
        let code = house::code_of_now();
        self.post("/login/verify", &[("code", &code)])
            .await?
            .leads_to("/account")
    }

    /// Opens a page that must be there.
    pub async fn page(&mut self, path: &str) -> anyhow::Result<Bytes> {
        let reply = self.send(Method::GET, path, Bytes::new()).await?;
        ensure!(
            reply.status == StatusCode::OK,
            "{path} answered {} {}",
            reply.status,
            reply.location
        );
        Ok(reply.body)
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Reply> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf_token", &self.token)
            .extend_pairs(fields)
            .finish();
        self.send(Method::POST, path, Bytes::from(body)).await
    }

    async fn send(&mut self, method: Method, path: &str, body: Bytes) -> anyhow::Result<Reply> {
        let mut request = Request::builder()
            .method(&method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::USER_AGENT, "innkeeper-bench")
            .header("x-forwarded-for", self.ip.to_string());
        if method == Method::POST {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin");
        }
        if !self.cookies.is_empty() {
            let all = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            request = request.header(header::COOKIE, all.collect::<Vec<_>>().join("; "));
        }
        self.sender.ready().await?;
        let response = self
            .sender
            .send_request(request.body(Full::new(body))?)
            .await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str()?;
            let pair = text.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.context("a cookie has a name")?;
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if let Some(token) = token_in(&body) {
            self.token = token;
        }
        let location = parts.headers.get(header::LOCATION);
        Ok(Reply {
            status: parts.status,
            location: location
                .map_or(Ok(""), |location| location.to_str())?
                .to_owned(),
            body,
        })
    }
}

impl Reply {
    fn leads_to(&self, path: &str) -> anyhow::Result<()> {
        if self.location != path {
            bail!(
                "{} {} instead of {path}: {}",
                self.status,
                self.location,
                String::from_utf8_lossy(&self.body)
            );
        }
        Ok(())
    }
}

/// The token of the first form.
fn token_in(body: &[u8]) -> Option<String> {
    const MARK: &[u8] = b"name=\"csrf_token\" value=\"";
    let at = body.windows(MARK.len()).position(|window| window == MARK)?;
    let rest = body.get(at + MARK.len()..)?;
    let end = rest.iter().position(|byte| *byte == b'"')?;
    String::from_utf8(rest.get(..end)?.to_vec()).ok()
}
