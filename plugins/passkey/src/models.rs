//! Which models of authenticators may be enrolled, where the provider has a list (R116).
//!
//! Without a list nothing is asked and everything goes. With one the authenticator must attest its model,
//! and the attestation must verify. Who issued its certificate is checked against the roots that the
//! provider trusts; without roots nobody vouches for what the certificate says.

use std::collections::{BTreeMap, BTreeSet};

use innkeeper_module::{Failure, Host, LogLevel};
use uuid::Uuid;
use webauthn_rs_core::proto::{
    AttestationCaList, AttestationCaListBuilder, AttestationMetadata, Credential,
    ParsedAttestationData,
};

/// Where a certificate of a PEM file ends.
const END: &str = "-----END CERTIFICATE-----";

/// The models that may be enrolled.
pub(crate) struct Models {
    /// By their AAGUID; never all zeros, which stand for an authenticator that does not tell.
    allowed: BTreeSet<Uuid>,
    roots: Option<AttestationCaList>,
}

impl Models {
    /// The provider's list, if there is one for this person. A list or roots that mean nothing stop
    /// enrolments instead of widening them, and staff are told, not the person.
    pub(crate) fn of(host: &dyn Host) -> Result<Option<Self>, Failure> {
        Self::configured(host).map_err(|why| {
            host.log(LogLevel::Error, why);
            Failure::Misconfigured(why.into())
        })
    }

    fn configured(host: &dyn Host) -> Result<Option<Self>, &'static str> {
        let text = |name: &str| {
            let setting = host.setting(name)?;
            setting.text().map(str::to_owned)
        };
        let Some(list) = text("models") else {
            return Ok(None);
        };
        let allowed: Option<BTreeSet<Uuid>> = list.split(',').map(model).collect();
        let allowed =
            allowed.ok_or("the setting `models` must have AAGUIDs, separated by commas")?;
        let roots = match text("model-roots") {
            None => None,
            Some(pem) => Some(
                roots(&pem, &allowed)
                    .ok_or("the setting `model-roots` must have certificates in PEM form")?,
            ),
        };
        Ok(Some(Self { allowed, roots }))
    }

    /// The roots that the attestation's certificate must come from.
    pub(crate) fn roots(&self) -> Option<&AttestationCaList> {
        self.roots.as_ref()
    }

    /// Whether a verified credential attests one of the models.
    pub(crate) fn allow(&self, credential: &Credential) -> bool {
        let attested = matches!(
            credential.attestation.data,
            ParsedAttestationData::Basic(_)
                | ParsedAttestationData::AttCa(_)
                | ParsedAttestationData::AnonCa(_)
        );
        let model = match &credential.attestation.metadata {
            AttestationMetadata::Packed { aaguid } | AttestationMetadata::Tpm { aaguid, .. } => {
                Some(aaguid)
            }
            _ => None,
        };
        attested && model.is_some_and(|model| self.allowed.contains(model))
    }
}

fn model(text: &str) -> Option<Uuid> {
    let model: Uuid = text.trim().parse().ok()?;
    (!model.is_nil()).then_some(model)
}

/// Each certificate vouches for the allowed models and no others.
fn roots(pem: &str, allowed: &BTreeSet<Uuid>) -> Option<AttestationCaList> {
    let mut builder = AttestationCaListBuilder::new();
    let (certificates, rest) = pem.rsplit_once(END)?;
    if !rest.trim().is_empty() {
        return None;
    }
    for certificate in certificates.split(END) {
        let certificate = format!("{}{END}\n", certificate.trim_start());
        for model in allowed {
            let name = model.to_string();
            builder
                .insert_device_pem(certificate.as_bytes(), *model, name, BTreeMap::new())
                .ok()?;
        }
    }
    Some(builder.build())
}
