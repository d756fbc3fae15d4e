//! Tests of the way out, against listeners of our own.

use std::fs;
use std::net::IpAddr;
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

use async_trait::async_trait;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::*;

const LIMITS: Limits = Limits {
    connect: Duration::from_millis(400),
    total: Duration::from_millis(900),
    body: 1000,
};

/// Says the same of every name, and remembers who was asked about.
struct Says(Vec<IpAddr>, Mutex<Vec<String>>);

#[async_trait]
impl Resolve for Says {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        self.1.lock().unwrap().push(name.to_owned());
        Ok(self.0.clone())
    }
}

fn outbound(addresses: &[&str]) -> (Outbound, Arc<Says>) {
    let addresses = addresses.iter().map(|ip| ip.parse().unwrap()).collect();
    let resolver = Arc::new(Says(addresses, Mutex::default()));
    (Outbound::new(LIMITS, resolver.clone()), resolver)
}

fn get(url: &str) -> HttpRequest {
    HttpRequest {
        method: "GET".into(),
        url: url.into(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

/// A listener that answers every connection with these bytes, and what it heard.
struct Server {
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn says(answer: impl Into<Vec<u8>>) -> Self {
        Self::start(answer.into(), None).await
    }

    async fn start(answer: Vec<u8>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::default());
        let log = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answer, log) = (answer.clone(), Arc::clone(&log));
                match tls.clone() {
                    None => drop(tokio::spawn(serve(stream, answer, log))),
                    Some(tls) => drop(tokio::spawn(async move {
                        if let Ok(stream) = tls.accept(stream).await {
                            serve(stream, answer, log).await;
                        }
                    })),
                }
            }
        });
        Self { port, heard }
    }

    fn url(&self, scheme: &str, host: &str) -> String {
        format!("{scheme}://{host}:{}/verify?otp=secret", self.port)
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: Vec<u8>,
    heard: Arc<Mutex<Vec<String>>>,
) {
    let mut request = vec![0; 4096];
    let length = stream.read(&mut request).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&request[..length]).into_owned();
    heard.lock().unwrap().push(text);
    if answer.is_empty() {
        pending::<()>().await;
    }
    let _ = stream.write_all(&answer).await;
    let _ = stream.shutdown().await;
}

fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nX-Kind: a\r\nContent-Length: {length}\r\n\r\n{body}")
}

async fn asks(outbound: &Outbound, allow_private: bool, url: &str) -> Result<HttpResponse, Fault> {
    let servers = [Url::parse(url).unwrap()];
    let grant = Grant {
        servers: &servers,
        hosts: &[],
        allow_private,
    };
    outbound.send(grant, get(url)).await
}

#[tokio::test]
async fn a_server_on_this_machine_is_asked_without_https_and_heard() {
    let server = Server::says(ok("status=OK")).await;
    let (outbound, asked) = outbound(&["127.0.0.1"]);
    for host in ["127.0.0.1", "localhost"] {
        let url = server.url("http", host);
        let answer = asks(&outbound, false, &url).await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (200, &b"status=OK"[..])
        );
        assert!(
            answer
                .headers
                .contains(&("x-kind".to_owned(), "a".to_owned()))
        );
    }
    assert_eq!(*asked.1.lock().unwrap(), ["localhost"]);
    let heard = server.heard();
    assert!(
        heard[0].starts_with("GET /verify?otp=secret HTTP/1.1\r\n"),
        "{}",
        heard[0]
    );
    assert!(heard[0].contains(&format!("host: 127.0.0.1:{}\r\n", server.port)));
    assert!(heard[1].contains(&format!("host: localhost:{}\r\n", server.port)));
}

#[tokio::test]
async fn headers_and_bodies_travel_and_some_headers_are_the_clients() {
    let server = Server::says(ok("")).await;
    let (outbound, _) = outbound(&[]);
    let url = server.url("http", "127.0.0.1");
    let servers = [Url::parse(&url).unwrap()];
    let grant = Grant {
        servers: &servers,
        hosts: &[],
        allow_private: false,
    };
    let post = HttpRequest {
        method: "POST".into(),
        headers: vec![("X-Api".into(), "1".into())],
        body: b"a=b".to_vec(),
        ..get(&url)
    };
    assert!(outbound.send(grant, post.clone()).await.is_ok());
    let heard = server.heard();
    assert!(heard[0].starts_with("POST /verify?otp=secret"));
    assert!(heard[0].contains("x-api: 1\r\n") && heard[0].ends_with("\r\n\r\na=b"));
    for name in ["Host", "content-length", "Transfer-Encoding", "x y", ""] {
        let mut odd = post.clone();
        odd.headers = vec![(name.into(), "x".into())];
        let fault = outbound.send(grant, odd).await.err();
        assert!(matches!(fault, Some(Fault::Unsound(_))), "{name}");
    }
    let mut odd = post;
    odd.method = "CONNECT".into();
    assert!(matches!(
        outbound.send(grant, odd).await,
        Err(Fault::Unsound(_))
    ));
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn only_granted_servers_are_asked() {
    let server = Server::says(ok("")).await;
    let (outbound, asked) = outbound(&["127.0.0.1"]);
    let granted = [Url::parse(&server.url("http", "localhost")).unwrap()];
    let grant = Grant {
        servers: &granted,
        hosts: &[],
        allow_private: true,
    };
    let others = [
        server.url("http", "127.0.0.1"),
        server.url("https", "localhost"),
        server.url("http", "localhost.example"),
        "http://localhost/verify".to_owned(),
        format!("http://localhost:{}@example.net/", server.port),
        format!("http://user@localhost:{}/", server.port),
        "file:///etc/passwd".to_owned(),
        "localhost".to_owned(),
    ];
    for other in others {
        let fault = outbound.send(grant, get(&other)).await.err();
        let refused = matches!(fault, Some(Fault::NotGranted(_) | Fault::Unsound(_)));
        assert!(refused, "{other}: {fault:?}");
    }
    assert!(asked.1.lock().unwrap().is_empty() && server.heard().is_empty());
}

#[tokio::test]
async fn r101_names_that_lead_into_private_networks_are_not_asked() {
    let server = Server::says(ok("")).await;
    let url = server.url("https", "rebound.example");
    for ip in [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
    ] {
        let (outbound, asked) = outbound(&[ip, "0.0.0.0"]);
        let fault = asks(&outbound, false, &url).await.err();
        assert!(matches!(fault, Some(Fault::Address(..))), "{ip}: {fault:?}");
        assert_eq!(asked.1.lock().unwrap().len(), 1, "a name is looked up once");
    }
    let (outbound, asked) = outbound(&[]);
    for literal in [
        "10.0.0.1",
        "169.254.169.254",
        "[fd00:ec2::254]",
        "0x7f000001.0",
    ] {
        let Ok(url) = Url::parse(&format!("https://{literal}/")) else {
            continue;
        };
        let fault = asks(&outbound, false, url.as_str()).await.err();
        assert!(
            matches!(fault, Some(Fault::Address(..))),
            "{literal}: {fault:?}"
        );
    }
    assert!(asked.1.lock().unwrap().is_empty() && server.heard().is_empty());
}

#[tokio::test]
async fn without_https_a_name_must_lead_to_this_machine() {
    let (outbound, _) = outbound(&["93.184.215.14", "10.0.0.1"]);
    for allow_private in [false, true] {
        let fault = asks(&outbound, allow_private, "http://localhost:1/")
            .await
            .err();
        assert!(matches!(fault, Some(Fault::Address(..))), "{fault:?}");
    }
}

#[tokio::test]
async fn r101_a_certificate_that_nobody_vouches_for_is_refused() {
    let certificate = Certificate::make();
    let server = Server::start(ok("private").into_bytes(), Some(certificate.acceptor())).await;
    let url = server.url("https", "localhost");
    let (stranger, _) = outbound(&["127.0.0.1"]);
    let fault = asks(&stranger, false, &url).await.err();
    assert!(matches!(fault, Some(Fault::Connect(..))), "{fault:?}");

    let (friend, _) = outbound(&["127.0.0.1"]);
    certificate.is_trusted_by(&friend);
    let answer = asks(&friend, false, &url).await.unwrap();
    assert_eq!(answer.body, b"private");
    // It is another server's certificate, on a private network, which the operator allowed.
    let other = server.url("https", "other.example");
    let fault = asks(&friend, true, &other).await.err();
    assert!(matches!(fault, Some(Fault::Connect(..))), "{fault:?}");
    assert_eq!(server.heard().len(), 1);
}

#[tokio::test]
async fn r101_an_operator_may_allow_a_private_network() {
    let certificate = Certificate::make();
    let server = Server::start(ok("private").into_bytes(), Some(certificate.acceptor())).await;
    let (outbound, _) = outbound(&["127.0.0.1"]);
    certificate.is_trusted_by(&outbound);
    let url = server.url("https", "keys.example");
    assert!(matches!(
        asks(&outbound, false, &url).await,
        Err(Fault::Address(..))
    ));
    assert!(asks(&outbound, true, &url).await.is_ok());
}

#[tokio::test]
async fn r101_redirects_are_answers_like_others() {
    let elsewhere = Server::says(ok("elsewhere")).await;
    let to = elsewhere.url("http", "127.0.0.1");
    let redirect = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
    let server = Server::says(redirect).await;
    let (outbound, _) = outbound(&[]);
    let answer = asks(&outbound, false, &server.url("http", "127.0.0.1")).await;
    assert_eq!(answer.unwrap().status, 302);
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test]
async fn r101_a_silent_server_is_left_in_time() {
    let server = Server::says("").await;
    let (outbound, _) = outbound(&[]);
    let start = Instant::now();
    let fault = asks(&outbound, false, &server.url("http", "127.0.0.1"))
        .await
        .err();
    assert!(matches!(fault, Some(Fault::Slow(_))), "{fault:?}");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(server.heard().len(), 1);
    let default = Limits::default();
    assert_eq!((default.connect.as_secs(), default.total.as_secs()), (3, 8));
}

#[tokio::test]
async fn a_long_answer_is_cut_off() {
    let server = Server::says(ok(&"x".repeat(100_000))).await;
    let (outbound, _) = outbound(&[]);
    let answer = asks(&outbound, false, &server.url("http", "127.0.0.1")).await;
    assert_eq!(answer.unwrap().body.len(), 1000);
    assert_eq!(Limits::default().body, 64 * 1024);
}

#[test]
fn conversations_of_all_sizes_know_the_same_roots_which_are_read_once() {
    let (outbound, _) = outbound(&[]);
    let (one, other) = (outbound.within(LIMITS), outbound.within(LIMITS));
    assert!(std::ptr::eq(one.tls(), other.tls()));
    assert!(std::ptr::eq(one.tls(), outbound.tls()));
}

#[tokio::test]
async fn nonsense_is_a_fault_that_does_not_tell_the_question() {
    for nonsense in [
        "\0\0\0\0",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx",
        "SSH-2.0-x\r\n",
    ] {
        let server = Server::says(nonsense).await;
        let (outbound, _) = outbound(&[]);
        let url = server.url("http", "127.0.0.1");
        let fault = asks(&outbound, false, &url).await.err().expect("a fault");
        assert!(matches!(fault, Fault::Broken(..)), "{fault:?}");
        assert!(!format!("{fault} {fault:?}").contains("secret"));
    }
}

#[tokio::test]
async fn the_next_address_is_tried_where_one_is_dead() {
    let server = Server::says(ok("")).await;
    let (outbound, _) = outbound(&["127.0.0.2", "::1", "127.0.0.1"]);
    let answer = asks(&outbound, false, &server.url("http", "localhost")).await;
    assert!(answer.is_ok());
}

/// A certificate for `localhost` and `keys.example`, signed by itself.
struct Certificate(TempDir);

impl Certificate {
    fn make() -> Self {
        const SETTINGS: &str = "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = server\n\
            [name]\nCN = localhost\n\
            [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:localhost, DNS:keys.example\n";
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("settings"), SETTINGS).unwrap();
        let mut openssl = Command::new("openssl");
        openssl.current_dir(folder.path());
        openssl.args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ]);
        openssl.args(["-noenc", "-days", "2", "-config", "settings"]);
        openssl.args(["-keyout", "key.pem", "-out", "certificate.pem"]);
        let run = openssl.output().expect("openssl must be installed");
        assert!(run.status.success(), "openssl makes a certificate");
        Self(folder)
    }

    fn certificate(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_file(self.0.path().join("certificate.pem")).unwrap()
    }

    fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::from_pem_file(self.0.path().join("key.pem")).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate()], key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }

    fn is_trusted_by(&self, outbound: &Outbound) {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate()).unwrap();
        assert!(outbound.tls.set(connector(roots)).is_ok());
    }
}
