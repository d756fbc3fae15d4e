//! Trying what a second factor depends on, such as validation servers (R102).

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_theme::contexts::{FactorCheckPage, FindingView};

use crate::host::ModuleHost;
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// Where staff try that factor.
pub fn path(factor: &str) -> String {
    format!("/staff/settings/factors/{factor}/test")
}

/// `POST /staff/settings/factors/{factor}/test`
pub async fn test(
    signed_in: SignedIn,
    Path(id): Path<String>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageSettings)?;
    let page = &signed_in.page;
    let known = page.panel.modules().second_factor(&id);
    let Some(factor) = known.filter(|factor| factor.module.has_checks()) else {
        return Err(Problem::NotFound);
    };
    let host = ModuleHost::for_anybody(&page.panel, &id, &page.caller);
    let findings = match factor.module.check(&host).await {
        Ok(findings) => Some(findings),
        Err(failure) => {
            tracing::warn!(factor = id, %failure, "a second factor could not be tried");
            None
        }
    };
    let view = |finding: &innkeeper_module::Finding| FindingView {
        subject: finding.subject.clone(),
        works: finding.works,
        text: page.module_text(&id, &finding.text),
        milliseconds: u32::try_from(finding.took.num_milliseconds()).unwrap_or_default(),
    };
    let view = FactorCheckPage {
        name: page.module_text(&id, &factor.description.name),
        icon: factor.description.icon.clone(),
        action: path(&id),
        findings: findings.map(|findings| findings.iter().map(view).collect()),
    };
    Ok(page.render(&view).await?.into_response())
}
