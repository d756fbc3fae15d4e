//! What is going on, at one glance.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::jobs::JobStatus;
use innkeeper_store::{Tx, audit as log, clients, jobs, mails, principals, sessions};
use innkeeper_theme::contexts::{
    DashboardCounts, Flash, Message, ShutOutNetwork, StaffDashboardPage,
};
use innkeeper_theme::keys;

use super::{audit, count, plugins};
use crate::Panel;
use crate::app::stuffing::{self, ShutOut};
use crate::web::form::Posted;
use crate::web::notices::MAIL_TROUBLE;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// `GET /staff`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    let panel = &signed_in.page.panel;
    let mut tx = panel.db.read().await?;
    let mails_failed = if signed_in.may(StaffPermission::ViewMails) {
        mails::count_failed_since(&mut tx, panel.clock.now() - MAIL_TROUBLE).await?
    } else {
        0
    };
    let jobs_dead = if signed_in.may(StaffPermission::ViewJobs) {
        let counts = jobs::count_by_status(&mut tx).await?;
        counts
            .into_iter()
            .find(|(status, _)| *status == JobStatus::Dead)
            .map_or(0, |(_, count)| count)
    } else {
        0
    };
    let plugins = if signed_in.may(StaffPermission::ManagePlugins) {
        plugins::in_trouble(&mut tx).await?
    } else {
        Vec::new()
    };
    let shut_out = if signed_in.may(StaffPermission::ClearLocks) {
        stuffing::list(&mut tx, panel).await?
    } else {
        Vec::new()
    };
    let view = StaffDashboardPage {
        counts: counts(&mut tx, panel).await?,
        mails_failed: count(mails_failed),
        jobs_dead: count(jobs_dead),
        plugins,
        shut_out: shut_out.into_iter().map(shut_out_network).collect(),
        audit: audit::recent(&mut tx, &signed_in, log::Filter::default()).await?,
    };
    drop(tx);
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn shut_out_network(shut_out: ShutOut) -> ShutOutNetwork {
    ShutOutNetwork {
        network: shut_out.network,
        pairs: count(shut_out.pairs),
        until: shut_out.until,
    }
}

/// `POST /staff/networks/admit`
pub async fn admit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ClearLocks)?;
    let (page, network) = (&signed_in.page, form.trimmed("network"));
    let admitted =
        stuffing::admit(&page.panel, signed_in.principal(), network, &page.caller).await?;
    let flash = if admitted {
        let text = Message::new(keys::FLASH_NETWORK_ADMITTED).with("network", network);
        Flash::success(text)
    } else {
        Flash::danger(Message::new(keys::ERROR_CONFLICT))
    };
    Ok(page.to_with("", &flash))
}

async fn counts(tx: &mut Tx, panel: &Panel) -> Result<DashboardCounts, innkeeper_store::Error> {
    Ok(DashboardCounts {
        users: count(principals::count(tx, PrincipalKind::User).await?),
        users_with_factor: count(principals::count_with_factor(tx, PrincipalKind::User).await?),
        clients: count(clients::count(tx).await?),
        staff: count(principals::count(tx, PrincipalKind::Staff).await?),
        sessions: count(sessions::count_all_live(tx, panel.clock.now()).await?),
    })
}
