//! Whom passkeys are made for: the panel's domain and origins, from its configuration (R106).

use std::time::Duration;

use innkeeper_module::{Account, Failure, Host, LogLevel, Secret};
use sha2::{Digest as _, Sha256};
use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;
use webauthn_rs_core::proto::{
    AttestationConveyancePreference, AuthenticationState, COSEAlgorithm, Credential,
    PublicKeyCredentialCreationOptions, PublicKeyCredentialDescriptor,
    PublicKeyCredentialRequestOptions, RegistrationState, RequestRegistrationExtensions,
    ResidentKeyRequirement, UserVerificationPolicy,
};

/// How long an answer is waited for (R107), in seconds.
pub(crate) const PATIENCE: u32 = 300;

/// The party that passkeys are made for.
pub(crate) struct Party(pub(crate) WebauthnCore);

impl Party {
    /// The panel as it is configured. What is wrong there is told to staff, not to a person.
    pub(crate) fn of(host: &dyn Host) -> Result<Self, Failure> {
        Self::configured(host).map_err(|why| {
            host.log(LogLevel::Error, why);
            Failure::Misconfigured(why.into())
        })
    }

    fn configured(host: &dyn Host) -> Result<Self, &'static str> {
        let id = text(host, "rp-id").ok_or("the setting `rp-id` is missing")?;
        let name = text(host, "rp-name").unwrap_or_else(|| id.clone());
        let origins = text(host, "origins").ok_or("the setting `origins` is missing")?;
        let origins: Option<Vec<Url>> = origins
            .split(',')
            .map(|origin| origin_of(origin.trim(), &id))
            .collect();
        let origins = origins.ok_or(
            "the setting `origins` must have https origins on the domain that `rp-id` says; addresses \
             in numbers cannot have passkeys",
        )?;
        let patience = Duration::from_secs(u64::from(PATIENCE));
        let core = WebauthnCore::new_unsafe_experts_only(
            &name,
            &id,
            origins,
            patience,
            Some(false),
            Some(false),
        );
        Ok(Self(core))
    }

    /// What the browser is asked when a passkey is made. What the person has is excluded (R110).
    pub(crate) fn creation(
        &self,
        account: &Account,
        held: &[Credential],
        attestation: AttestationConveyancePreference,
    ) -> Result<(PublicKeyCredentialCreationOptions, RegistrationState), Failure> {
        let label = if account.label.is_empty() {
            &account.pseudonym
        } else {
            &account.label
        };
        let builder = self
            .0
            .new_challenge_register_builder(&handle(account), label, label)
            .map_err(|error| unavailable(&error))?
            .attestation(attestation)
            .user_verification_policy(UserVerificationPolicy::Preferred)
            .credential_algorithms(COSEAlgorithm::secure_algs())
            .extensions(Some(RequestRegistrationExtensions {
                cred_protect: None,
                uvm: None,
                cred_props: Some(true),
                min_pin_length: None,
                hmac_create_secret: None,
            }));
        let (challenge, state) = self
            .0
            .generate_challenge_register(builder)
            .map_err(|error| unavailable(&error))?;
        let mut options = challenge.public_key;
        if let Some(selection) = &mut options.authenticator_selection {
            // Discoverable where the authenticator can, so that it works without a password too.
            selection.resident_key = Some(ResidentKeyRequirement::Preferred);
        }
        let excluded = held.iter().map(|held| PublicKeyCredentialDescriptor {
            type_: "public-key".to_owned(),
            id: held.cred_id.clone(),
            transports: held.transports.clone(),
        });
        options.exclude_credentials = Some(excluded.collect());
        Ok((options, state))
    }

    /// What the browser is asked when one of these is to be proved; any discoverable one where there are
    /// none. The state that comes back has no credentials in it: they are the panel's to bring.
    pub(crate) fn request(
        &self,
        held: Vec<Credential>,
        verification: UserVerificationPolicy,
    ) -> Result<(PublicKeyCredentialRequestOptions, AuthenticationState), Failure> {
        let builder = self
            .0
            .new_challenge_authenticate_builder(held, Some(verification))
            .map_err(|error| unavailable(&error))?
            .allow_backup_eligible_upgrade(true);
        let (challenge, mut state) = self
            .0
            .generate_challenge_authenticate(builder)
            .map_err(|error| unavailable(&error))?;
        state.set_allowed_credentials(Vec::new());
        Ok((challenge.public_key, state))
    }
}

/// The name by which an authenticator knows the person; it tells nothing to anybody else.
pub(crate) fn handle(account: &Account) -> [u8; 16] {
    let digest = Sha256::new()
        .chain_update(b"innkeeper passkey user 1\0")
        .chain_update(account.pseudonym.as_bytes())
        .finalize();
    let mut handle = [0; 16];
    for (to, from) in handle.iter_mut().zip(digest) {
        *to = from;
    }
    handle
}

fn unavailable(error: &WebauthnError) -> Failure {
    Failure::Unavailable(format!("no question for a passkey: {error:?}"))
}

fn text(host: &dyn Host, name: &str) -> Option<String> {
    let setting = host.setting(name)?;
    let text = setting.text().map(str::trim).unwrap_or_default().to_owned();
    (!text.is_empty()).then_some(text)
}

/// An origin on that domain. Browsers take `http` from their own machine alone.
fn origin_of(text: &str, id: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let domain = url.domain()?;
    let on_it = domain == id
        || domain
            .strip_suffix(id)
            .is_some_and(|rest| rest.ends_with('.'));
    let at_home = domain == "localhost" || domain.ends_with(".localhost");
    let safe = url.scheme() == "https" || (url.scheme() == "http" && at_home);
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    (on_it && safe && bare).then_some(url)
}

/// A digest of a challenge, to remember that it was answered.
pub(crate) fn mark(challenge: &[u8]) -> Secret {
    Secret::new(Sha256::digest(challenge).to_vec())
}
