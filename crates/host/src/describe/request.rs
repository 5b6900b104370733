//! From a request that a surface asks for to a task that can be kept.
//!
//! Owns the step (M166, M167). Rule kept here: what holds for the address, the headers and the body of a download holds here
//! too.

use std::path::PathBuf;

use haul_api::{Code, NewRequest, Refusal, Settings};
use haul_engine::clock;
use haul_model::auth::Auth;
use haul_model::data_url::DataUrl;
use haul_model::nearness::Approach;
use haul_model::proxy::ProxyChoice;
use haul_model::redirect::{Downgrade, Query, redacted_url};
use haul_model::retry::Permanent;
use haul_model::task::{BadTask, Method, Request, Task, Work};
use haul_model::{describe, naming};
use haul_store::NewRecord;

use super::{address, auth, bad, body, cookies, headers, link, method, of_task, small, state, trust};
use crate::records::adder;

/// Puts a request together.
pub(crate) fn describe_request(new: NewRequest, settings: &Settings) -> Result<NewRecord, Refusal> {
    let (request, auth) = asked(&new)?;
    let (shown, host) = (redacted_url(&request.url, Query::Shown), request.url.host_str().unwrap_or_default().into());
    let name = naming::choose([], &request.url, None);
    let task = Task {
        own_id: new.own_id.filter(|id| !id.is_empty()),
        group: describe::group(new.group).map_err(of_task)?,
        priority: small(new.priority.unwrap_or(5), BadTask::Priority)?,
        retries: small(new.retries.unwrap_or(settings.retries), BadTask::Retries)?,
        metadata: new.metadata.unwrap_or_default(),
        display_name: new.display_name,
        created: clock::now(),
        notifications: None,
        added_by: Some(adder(new.by)),
        link: link(new.metered, new.requires_wifi),
        auth,
        work: Work::Request(request),
    };
    // It has no file; the name is what a list calls it by.
    Ok(NewRecord { task, secrets: None, state: state(new.start), host, url: shown, folder: PathBuf::from("/"), name })
}

/// What is asked, and what lets it in.
pub(crate) fn asked(new: &NewRequest) -> Result<(Request, Option<Auth>), Refusal> {
    let url = address(&new.url, &new.query, new.user.as_deref()).map_err(of_task)?;
    if DataUrl::is(&url) {
        return Err(Refusal::new(Code::BadUrl, "There is no server behind a data: address. Download it instead."));
    }
    let body = new.body.clone().map(body).transpose()?;
    let cookies = cookies(new.cookies.as_deref(), &url, &[])?;
    let asked = new.method.map_or(if body.is_some() { Method::Post } else { Method::Get }, method);
    let request = Request {
        headers: headers(new.headers.iter().chain(&new.secret_headers)).map_err(of_task)?,
        secret_headers: new.secret_headers.iter().map(|header| header.name.clone()).collect(),
        body,
        proxy: ProxyChoice::parse(new.proxy.as_deref().unwrap_or_default()).map_err(|error| bad(&error))?,
        trust: trust(new.trust),
        certificate: new.certificate.as_deref().map(describe::certificate).transpose().map_err(of_task)?,
        cookies,
        downgrade: if new.allow_downgrade { Downgrade::Allowed } else { Downgrade::Refused },
        approach: if new.allow_private_redirect { Approach::Allowed } else { Approach::Refused },
        permanent: if new.retry_permanent { Permanent::Retry } else { Permanent::Fail },
        max_seconds: new.max_seconds.filter(|seconds| *seconds > 0),
        ..Request::of(url, asked)
    };
    Ok((request, new.auth.clone().map(auth::auth).transpose()?))
}
