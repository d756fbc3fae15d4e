//! The way out: one pool of connections to one server.

use std::time::Duration;

use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::response::Severity;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::config::{Mail, MailSecurity, Smtp};

/// Connections kept open between mails.
const POOL_SIZE: u32 = 4;
const POOL_IDLE: Duration = Duration::from_mins(1);

/// Sends mails, or leaves them in the panel.
#[derive(Clone)]
pub struct Mailer {
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// The certificate file cannot be read.
    #[error("`mail.ca_file` names {path}, which cannot be read: {source}")]
    CertificateFile {
        /// Which file.
        path: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The certificates or the server's name are not usable.
    #[error("mail cannot be sent with these settings: {0}. Check `mail.host` and `mail.ca_file`.")]
    Tls(lettre::transport::smtp::Error),
}

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The server will never take it.
    #[error("the mail server refused it: {0}")]
    Refused(lettre::transport::smtp::Error),
    /// It may go well later.
    #[error("the mail server did not take it: {0}")]
    Later(lettre::transport::smtp::Error),
    /// Mail does not leave this panel.
    #[error("no mail server is set: set `mail.transport = \"smtp\"`")]
    NoServer,
}

impl Mailer {
    /// A way out as the settings want it; no connection is made yet.
    ///
    /// # Errors
    /// [`MailerError`] says which setting is at fault.
    pub fn new(settings: &Mail) -> Result<Self, MailerError> {
        Ok(Self {
            transport: settings.smtp().map(transport).transpose()?,
        })
    }

    /// Whether mails leave at all; otherwise they are caught.
    pub fn leaves(&self) -> bool {
        self.transport.is_some()
    }

    /// Hands a mail to the server.
    ///
    /// # Errors
    /// [`SendError`] says whether to try again.
    pub async fn send(&self, message: Message) -> Result<(), SendError> {
        let transport = self.transport.as_ref().ok_or(SendError::NoServer)?;
        match transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if is_about_the_mail(&error) => Err(SendError::Refused(error)),
            Err(error) => Err(SendError::Later(error)),
        }
    }

    /// Greets the server, for `doctor`.
    ///
    /// # Errors
    /// [`SendError`] says what went wrong.
    pub async fn greet(&self) -> Result<(), SendError> {
        let transport = self.transport.as_ref().ok_or(SendError::NoServer)?;
        match transport.test_connection().await {
            Ok(_) => Ok(()),
            Err(error) => Err(SendError::Later(error)),
        }
    }
}

/// Whether a permanent refusal is the mail's fault. A refused password or a missing STARTTLS is the
/// operator's, who will mend it; the mail waits.
fn is_about_the_mail(error: &lettre::transport::smtp::Error) -> bool {
    const SIGN_IN: [u16; 4] = [530, 534, 535, 538];
    error.status().is_some_and(|code| {
        code.severity == Severity::PermanentNegativeCompletion
            && !SIGN_IN.contains(&u16::from(code))
    })
}

fn transport(smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailerError> {
    let tls = match smtp.security {
        MailSecurity::StartTls => Tls::Required(tls_parameters(smtp)?),
        MailSecurity::Tls => Tls::Wrapper(tls_parameters(smtp)?),
        MailSecurity::None => Tls::None,
    };
    // "Dangerous" says that the TLS policy is ours to set, which is done right here.
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .timeout(Some(smtp.timeout))
        .tls(tls)
        .pool_config(
            PoolConfig::new()
                .max_size(POOL_SIZE)
                .idle_timeout(POOL_IDLE),
        );
    if let Some((username, password)) = &smtp.credentials {
        let password = password.text().unwrap_or_default().to_owned();
        builder = builder.credentials(Credentials::new(username.clone(), password));
    }
    Ok(builder.build())
}

fn tls_parameters(smtp: &Smtp) -> Result<TlsParameters, MailerError> {
    let mut builder = TlsParameters::builder(smtp.host.clone());
    if let Some(path) = &smtp.ca_file {
        let pem = std::fs::read(path).map_err(|source| MailerError::CertificateFile {
            path: path.clone(),
            source,
        })?;
        builder =
            builder.add_root_certificate(Certificate::from_pem(&pem).map_err(MailerError::Tls)?);
    }
    builder.build_rustls().map_err(MailerError::Tls)
}
