//! From what a surface asks for to a task that can be kept.
//!
//! Owns the step and its refusals. Rule kept here: what is refused says which field it was and what to do, and nothing
//! of it is kept (M002, M006, M012, M013, M114).

mod auth;
mod folder;
mod request;
mod upload;

use haul_api::{BaseFolder, Code, NewDownload, Refusal, Settings, Start};
use haul_engine::clock;
use haul_model::cookies::{self, GivenCookie};
use haul_model::describe;
use haul_model::link::{LinkWish, Permission};
use haul_model::login::without_login;
use haul_model::nearness::Approach;
use haul_model::notification::Templates;
use haul_model::options::{Coding, FileTime, OriginMark, Strictness};
use haul_model::place::Base;
use haul_model::post_command::{FileFate, PostCommand};
use haul_model::proxy::ProxyChoice;
use haul_model::redirect::{Downgrade, Query, redacted_url};
use haul_model::retry::Permanent;
use haul_model::status::State;
use haul_model::task::{BadTask, Body, Conflict, Download, Header, Method, Task, Trust, Work, parse_url};
use haul_store::NewRecord;
use url::Url;

use crate::sentence::sentence;

pub(crate) use folder::Folders;
pub(crate) use request::{asked, describe_request};
pub(crate) use upload::describe_upload;

/// Puts a task together.
pub(crate) fn describe(new: NewDownload, folders: &mut Folders<'_>, settings: &Settings) -> Result<NewRecord, Refusal> {
    let url = address(&new.url, &new.query, new.user.as_deref()).map_err(of_task)?;
    let (choice, name) = describe::name(new.name.as_deref(), &url, rand::random()).map_err(of_task)?;
    let (location, folder) = folders.of(&new)?;
    let mirrors = describe::mirrors(&url, new.mirrors.iter().map(String::as_str)).map_err(of_task)?;
    let checksum_from = new.checksum_from.as_deref().map(|text| describe::sidecar(&url, text));
    let checksum_from = checksum_from.transpose().map_err(of_task)?;
    let (shown, host) = (redacted_url(&url, Query::Shown), url.host_str().unwrap_or_default().to_owned());
    let headers = headers(new.headers.iter().chain(&new.secret_headers)).map_err(of_task)?;
    let (headers, window) = describe::window(headers).map_err(of_task)?;
    let cookies = cookies(new.cookies.as_deref(), &url, &mirrors)?;
    let plain = Download {
        max_seconds: new.max_seconds.or(Some(settings.max_seconds)).filter(|seconds| *seconds > 0),
        ..switched(&new, Download::of(url, location, choice))
    };
    let body = new.body.map(body).transpose()?;
    let download = Download {
        method: new.method.map_or(if body.is_some() { Method::Post } else { Method::Get }, method),
        headers,
        body,
        conflict: conflict(new.conflict),
        checksum: new.checksum.map(|text| text.parse().map_err(|error| bad(&error))).transpose()?,
        proxy: ProxyChoice::parse(new.proxy.as_deref().unwrap_or_default()).map_err(|error| bad(&error))?,
        trust: trust(new.trust),
        mirrors,
        window,
        lanes: new.lanes.map(describe::lanes).transpose().map_err(of_task)?,
        checksum_from,
        secret_headers: new.secret_headers.into_iter().map(|header| header.name).collect(),
        certificate: new.certificate.as_deref().map(describe::certificate).transpose().map_err(of_task)?,
        cookies,
        post_command: new.post_command.map(post_command).transpose()?,
        ..plain
    };
    let task = Task {
        own_id: new.own_id.filter(|id| !id.is_empty()),
        group: describe::group(new.group).map_err(of_task)?,
        priority: small(new.priority.unwrap_or(5), BadTask::Priority)?,
        retries: small(new.retries.unwrap_or(settings.retries), BadTask::Retries)?,
        metadata: new.metadata.unwrap_or_default(),
        display_name: new.display_name,
        created: clock::now(),
        added_by: None,
        notifications: new.notifications.map(templates).transpose()?,
        link: link(new.metered, new.requires_wifi),
        auth: new.auth.map(auth::auth).transpose()?,
        work: Work::Download(download),
    };
    Ok(NewRecord { task, secrets: None, state: state(new.start), host, url: shown, folder, name })
}

/// The choices that are a number or a switch.
fn switched(new: &NewDownload, plain: Download) -> Download {
    Download {
        limit_rate: new.limit_rate.filter(|rate| *rate > 0),
        strictness: if new.strict { Strictness::Strict } else { Strictness::Lenient },
        size: new.size,
        downgrade: if new.allow_downgrade { Downgrade::Allowed } else { Downgrade::Refused },
        approach: if new.allow_private_redirect { Approach::Allowed } else { Approach::Refused },
        coding: if new.decode { Coding::Decoded } else { Coding::AsSent },
        permanent: if new.retry_permanent { Permanent::Retry } else { Permanent::Fail },
        origin_mark: if new.private { OriginMark::Absent } else { OriginMark::Written },
        file_time: if new.server_time { FileTime::Server } else { FileTime::Written },
        ..plain
    }
}

/// Reads what is to be different about a task.
pub(crate) fn describe_edit(edit: &haul_api::Edit) -> Result<haul_engine::Edit, Refusal> {
    let url = edit.url.as_deref().map(parse_url).transpose();
    Ok(haul_engine::Edit {
        limit_rate: edit.limit_rate.map(|rate| Some(rate).filter(|rate| *rate > 0)),
        url: url.map_err(|error| Refusal::new(Code::BadUrl, error.to_string()))?.map(bare).transpose()?,
        lanes: edit
            .lanes
            .map(|number| if number == 0 { Ok(None) } else { describe::lanes(number).map(Some) })
            .transpose()
            .map_err(of_task)?,
        metered: edit.metered.map(permission),
        requires_wifi: edit.requires_wifi,
        retry: edit.retry,
        ..haul_engine::Edit::default()
    })
}

/// An address for a task that exists: its secrets are elsewhere, and are not changed.
fn bare(url: Url) -> Result<Url, Refusal> {
    match without_login(url) {
        (url, None) => Ok(url),
        (_, Some(_)) => Err(Refusal::new(
            Code::BadUrl,
            "A new address cannot carry a user name. Store it with `haul credentials set`, then give the address alone.",
        )),
    }
}

fn address(url: &str, query: &[haul_api::Header], user: Option<&str>) -> Result<Url, BadTask> {
    let query: Vec<_> = query.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
    describe::address(url, &query, user)
}

const fn base(base: BaseFolder) -> Base {
    match base {
        BaseFolder::Downloads => Base::Downloads,
        BaseFolder::Documents => Base::Documents,
        BaseFolder::Temporary => Base::Temporary,
        BaseFolder::Support => Base::Support,
        BaseFolder::Library => Base::Library,
        BaseFolder::Root => Base::Root,
    }
}

fn headers<'a>(given: impl Iterator<Item = &'a haul_api::Header>) -> Result<Vec<Header>, BadTask> {
    given.map(|header| describe::header(&header.name, &header.value)).collect()
}

/// The cookies of the sites that are asked.
fn cookies(text: Option<&str>, url: &Url, mirrors: &[Url]) -> Result<Vec<GivenCookie>, Refusal> {
    let all = cookies::read(text.unwrap_or_default(), clock::now()).map_err(|error| bad(&error))?;
    let hosts: Vec<&str> = std::iter::once(url).chain(mirrors).filter_map(Url::host_str).collect();
    Ok(cookies::concerning(all, &hosts))
}

fn post_command(new: haul_api::PostCommand) -> Result<PostCommand, Refusal> {
    let fate = if new.removes { FileFate::Removed } else { FileFate::Kept };
    PostCommand::new(new.argv, fate).map_err(of_task)
}

pub(crate) fn templates(texts: haul_api::NotificationTexts) -> Result<Templates, Refusal> {
    let haul_api::NotificationTexts { running, complete, failed, paused, canceled, tap_opens, together } = texts;
    // The names that begin so belong to the program itself.
    if let Some(name) = together.as_ref().filter(|name| name.trim().is_empty() || name.starts_with('*')) {
        let message = format!("\"{name}\" cannot be the name of a shared notification: it is empty, or begins with *.");
        return Err(Refusal::new(Code::BadRequest, message));
    }
    Ok(Templates { running, complete, failed, paused, canceled, tap_opens, together })
}

/// What is wished of the link.
pub(crate) const fn link(metered: haul_api::Permission, requires_wifi: bool) -> LinkWish {
    LinkWish { metered: permission(metered), requires_wifi }
}

/// What is said of metered links.
pub(crate) const fn permission(permission: haul_api::Permission) -> Permission {
    match permission {
        haul_api::Permission::AsSet => Permission::AsSet,
        haul_api::Permission::Allowed => Permission::Allowed,
        haul_api::Permission::Refused => Permission::Refused,
    }
}

/// Templates in the words of the surfaces.
pub(crate) fn texts(templates: Templates) -> haul_api::NotificationTexts {
    let Templates { running, complete, failed, paused, canceled, tap_opens, together } = templates;
    haul_api::NotificationTexts { running, complete, failed, paused, canceled, tap_opens, together }
}

fn body(body: haul_api::Body) -> Result<Body, Refusal> {
    match body {
        haul_api::Body::Text(text) => Ok(Body::Text(text)),
        haul_api::Body::Bytes(bytes) => Ok(Body::Bytes(bytes)),
        haul_api::Body::Json(value) => Body::json(&value).map_err(|error| bad(&error)),
    }
}

/// A number from 0 to 10.
pub(crate) fn small(number: u32, refuse: fn(u32) -> BadTask) -> Result<u8, Refusal> {
    describe::small(number, refuse).map_err(of_task)
}

const fn state(start: Start) -> State {
    match start {
        Start::Now => State::to_run(),
        Start::Later => State::to_hold(),
    }
}

const fn trust(trust: haul_api::Trust) -> Trust {
    match trust {
        haul_api::Trust::Checked => Trust::Checked,
        haul_api::Trust::Insecure => Trust::Insecure,
    }
}

const fn method(method: haul_api::Method) -> Method {
    match method {
        haul_api::Method::Get => Method::Get,
        haul_api::Method::Post => Method::Post,
        haul_api::Method::Head => Method::Head,
        haul_api::Method::Put => Method::Put,
        haul_api::Method::Patch => Method::Patch,
        haul_api::Method::Delete => Method::Delete,
    }
}

const fn conflict(conflict: haul_api::Conflict) -> Conflict {
    match conflict {
        haul_api::Conflict::Rename => Conflict::Rename,
        haul_api::Conflict::Overwrite => Conflict::Overwrite,
        haul_api::Conflict::Skip => Conflict::Skip,
        haul_api::Conflict::Fail => Conflict::Fail,
    }
}

/// What is wrong with a description.
pub(crate) fn of_task(error: BadTask) -> Refusal {
    if let BadTask::Url(message) = error { Refusal::new(Code::BadUrl, message) } else { bad(&error) }
}

pub(crate) fn bad(error: &impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::BadRequest, sentence(error))
}
