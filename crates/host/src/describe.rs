//! From what a surface asks for to a task that can be kept.
//!
//! Owns the step and its refusals. Rule kept here: what is refused says which field it was and what to do, and nothing
//! of it is kept (M002, M006, M012, M013, M114).

use std::path::{Path, PathBuf};

use haul_api::{BaseFolder, Code, NewDownload, Refusal, Settings, Start};
use haul_engine::clock;
use haul_model::cookies::{self, GivenCookie};
use haul_model::data_url::DataUrl;
use haul_model::login::without_login;
use haul_model::naming::{self, FileName};
use haul_model::nearness::Approach;
use haul_model::notification::Templates;
use haul_model::options::{Coding, FileTime, MOST_LANES, OriginMark, Strictness};
use haul_model::place::{Base, Bases, Location, is_guarded};
use haul_model::proxy::ProxyChoice;
use haul_model::range::AskedRange;
use haul_model::redirect::{Downgrade, Query, redacted};
use haul_model::retry::Permanent;
use haul_model::status::State;
use haul_model::task::{
    BadTask, Body, Conflict, DEFAULT_GROUP, Download, Header, Method, NameChoice, Task, Trust, Work, append_query,
    parse_url,
};
use haul_store::NewRecord;
use url::Url;

use crate::sentence::sentence;

/// The name by which a server is asked for its suggestion (M079).
const SUGGESTED: &str = "?";

/// Most characters of a group's name.
const LONGEST_GROUP: usize = 100;

/// Puts a task together.
pub(crate) fn describe(new: NewDownload, bases: &Bases, settings: &Settings) -> Result<NewRecord, Refusal> {
    let state = state(new.start);
    let url = address(&new)?;
    let (choice, name) = name(new.name.as_deref(), &url)?;
    let location = location(new.base, new.folder.as_deref())?;
    let folder = allowed(location.resolve(bases), bases)?;
    let mirrors = new.mirrors.iter().map(|mirror| mirror_address(mirror)).collect::<Result<Vec<_>, _>>()?;
    let checksum_from = new.checksum_from.as_deref().map(|text| sidecar(&url, text)).transpose()?;
    let (shown, host) = (redacted(url.as_str(), Query::Shown), url.host_str().unwrap_or_default().to_owned());
    let (headers, window) = window(headers(new.headers.iter().chain(&new.secret_headers))?)?;
    let cookies = cookies(new.cookies.as_deref(), &url, &mirrors)?;
    let plain = switched(&new, Download::of(url, location, choice));
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
        lanes: new.lanes.map(lanes).transpose()?,
        checksum_from,
        secret_headers: new.secret_headers.into_iter().map(|header| header.name).collect(),
        certificate: new.certificate.as_deref().map(certificate).transpose()?,
        cookies,
        ..plain
    };
    let task = Task {
        own_id: new.own_id.filter(|id| !id.is_empty()),
        group: group(new.group)?,
        priority: small(new.priority.unwrap_or(5), BadTask::Priority)?,
        retries: small(new.retries.unwrap_or(settings.retries), BadTask::Retries)?,
        metadata: new.metadata.unwrap_or_default(),
        display_name: new.display_name,
        created: clock::now(),
        notifications: new.notifications.map(templates),
        work: Work::Download(download),
    };
    Ok(NewRecord { task, secrets: None, state, host, url: shown, folder, name })
}

/// A folder that may be written to: what is run or believed without anybody asking is not for strangers' files (row 149).
fn allowed(folder: PathBuf, bases: &Bases) -> Result<PathBuf, Refusal> {
    if is_guarded(&folder, &bases.home) || is_guarded(&real(&folder), &bases.home) {
        let message = format!(
            "{} is a folder that programs run or trust without asking. Choose another one, and move the file yourself.",
            folder.display()
        );
        return Err(Refusal::new(Code::Disk, message));
    }
    Ok(folder)
}

/// The folder without links, as far as it is there.
fn real(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, real)) = there else { return folder.to_owned() };
    folder.strip_prefix(above).map_or_else(|_| folder.to_owned(), |below| real.join(below))
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
        max_seconds: new.max_seconds.filter(|seconds| *seconds > 0),
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
        lanes: edit.lanes.map(|number| if number == 0 { Ok(None) } else { lanes(number).map(Some) }).transpose()?,
        retry: edit.retry,
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

fn address(new: &NewDownload) -> Result<Url, Refusal> {
    if new.url.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) {
        return inline_address(new);
    }
    let mut url = parse_url(&new.url).map_err(|error| Refusal::new(Code::BadUrl, error.to_string()))?;
    append_query(&mut url, new.query.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())));
    if let Some(user) = &new.user {
        let (name, password) = user.split_once(':').unwrap_or((user, ""));
        let set = url.set_username(name).and_then(|()| url.set_password(Some(password)));
        set.map_err(|()| Refusal::new(Code::BadUrl, "This address cannot carry a user name."))?;
    }
    Ok(url)
}

/// An address that holds its file (M093). What belongs to a request means nothing there.
fn inline_address(new: &NewDownload) -> Result<Url, Refusal> {
    let bad = |message: String| Refusal::new(Code::BadUrl, message);
    let url =
        Url::parse(new.url.trim()).map_err(|error| bad(format!("This data: address cannot be read: {error}.")))?;
    DataUrl::parse(&url).map_err(|error| bad(error.to_string()))?;
    if !new.query.is_empty() || new.user.is_some() || !new.mirrors.is_empty() {
        let message = "A data: address holds its file: it takes no query, user name or mirror.";
        return Err(bad(message.to_owned()));
    }
    Ok(url)
}

/// How the name is chosen, and the name that is reserved until the server has answered (M077, M078).
fn name(asked: Option<&str>, url: &Url) -> Result<(NameChoice, FileName), Refusal> {
    match asked {
        Some(SUGGESTED) => {
            let mime = if DataUrl::is(url) { DataUrl::parse(url).ok().map(|data| data.mime) } else { None };
            Ok((NameChoice::Suggested, naming::choose([], url, mime.as_deref())))
        }
        Some(given) => {
            let name = FileName::typed_by_user(given).map_err(|error| bad(&error))?;
            Ok((NameChoice::Given(name.clone()), name))
        }
        None => {
            let random = format!("{:032x}", rand::random::<u128>());
            let name = FileName::typed_by_user(&random).map_err(|error| bad(&error))?;
            Ok((NameChoice::Given(name.clone()), name))
        }
    }
}

fn location(base: Option<BaseFolder>, folder: Option<&str>) -> Result<Location, Refusal> {
    let folder = folder.unwrap_or_default();
    if folder.contains('\0') {
        return Err(Refusal::new(Code::BadRequest, "The folder holds a NUL character."));
    }
    let base = match base {
        None if folder.starts_with('/') => Base::Root,
        None | Some(BaseFolder::Downloads) => Base::Downloads,
        Some(BaseFolder::Documents) => Base::Documents,
        Some(BaseFolder::Temporary) => Base::Temporary,
        Some(BaseFolder::Support) => Base::Support,
        Some(BaseFolder::Library) => Base::Library,
        Some(BaseFolder::Root) => Base::Root,
    };
    Ok(Location { base, folder: folder.to_owned() })
}

/// A mirror keeps no user name: what is secret belongs to the first address.
fn mirror_address(text: &str) -> Result<Url, Refusal> {
    let url = parse_url(text).map_err(|error| Refusal::new(Code::BadUrl, error.to_string()))?;
    if url.username().is_empty() && url.password().is_none() {
        Ok(url)
    } else {
        Err(Refusal::new(Code::BadUrl, "A mirror's address cannot carry a user name. Put that address first instead."))
    }
}

/// The address of the file with the digest: an ending of the download's, or one relative to it.
fn sidecar(url: &Url, text: &str) -> Result<Url, Refusal> {
    let found = if text.starts_with('.') && !text.starts_with("./") && !text.starts_with("../") {
        let mut beside = url.clone();
        beside.set_path(&format!("{}{text}", url.path()));
        Some(beside)
    } else {
        url.join(text).ok()
    };
    // The secrets of the download go along by themselves; this address has none of its own.
    found.map(|url| without_login(url).0).filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
        let message =
            format!("\"{text}\" is no address of a file with a digest; write one, or an ending such as .sha256.");
        Refusal::new(Code::BadUrl, message)
    })
}

/// A `Range` among the headers says which part of the resource is wanted; it is asked for in pieces (M068).
fn window(mut headers: Vec<Header>) -> Result<(Vec<Header>, Option<AskedRange>), Refusal> {
    let Some(position) = headers.iter().position(|header| header.name.eq_ignore_ascii_case("range")) else {
        return Ok((headers, None));
    };
    let wrong = |value: &str| {
        let message =
            format!("The range \"{value}\" is none that Haul knows; write one, such as bytes=0-99 or bytes=100-.");
        Refusal::new(Code::BadRequest, message)
    };
    let value = headers.remove(position).value;
    let parsed = AskedRange::parse(&value).ok_or_else(|| wrong(&value))?;
    if headers.iter().any(|header| header.name.eq_ignore_ascii_case("range")) {
        return Err(wrong("several"));
    }
    Ok((headers, Some(parsed)))
}

fn lanes(number: u32) -> Result<u32, Refusal> {
    if (1..=MOST_LANES).contains(&number) {
        Ok(number)
    } else {
        Err(Refusal::new(Code::BadRequest, format!("{number} connections are not possible; use 1 to {MOST_LANES}.")))
    }
}

fn headers<'a>(given: impl Iterator<Item = &'a haul_api::Header>) -> Result<Vec<Header>, Refusal> {
    given.map(header).collect()
}

fn header(given: &haul_api::Header) -> Result<Header, Refusal> {
    if given.name.eq_ignore_ascii_case("proxy-authorization") {
        let message = "Proxy-Authorization is for the proxy alone. Put user name and password into the proxy's address, \
                       or store them with `haul credentials set --proxy`.";
        return Err(Refusal::new(Code::BadRequest, message));
    }
    Header::new(&given.name, &given.value).map_err(|error| bad(&error))
}

/// A path that the host can find, whatever folder it runs in.
fn certificate(path: &str) -> Result<PathBuf, Refusal> {
    let path = PathBuf::from(path);
    if path.is_absolute() {
        return Ok(path);
    }
    Err(Refusal::new(Code::BadRequest, "The certificate is named by an absolute path, such as /home/me/me.pem."))
}

/// The cookies of the sites that are asked.
fn cookies(text: Option<&str>, url: &Url, mirrors: &[Url]) -> Result<Vec<GivenCookie>, Refusal> {
    let all = cookies::read(text.unwrap_or_default(), clock::now()).map_err(|error| bad(&error))?;
    let hosts: Vec<&str> = std::iter::once(url).chain(mirrors).filter_map(Url::host_str).collect();
    Ok(cookies::concerning(all, &hosts))
}

fn templates(texts: haul_api::NotificationTexts) -> Templates {
    let haul_api::NotificationTexts { running, complete, failed, paused, canceled, tap_opens } = texts;
    Templates { running, complete, failed, paused, canceled, tap_opens }
}

fn body(body: haul_api::Body) -> Result<Body, Refusal> {
    match body {
        haul_api::Body::Text(text) => Ok(Body::Text(text)),
        haul_api::Body::Bytes(bytes) => Ok(Body::Bytes(bytes)),
        haul_api::Body::Json(value) => Body::json(&value).map_err(|error| bad(&error)),
    }
}

fn group(group: Option<String>) -> Result<String, Refusal> {
    let group = group.filter(|group| !group.is_empty()).unwrap_or_else(|| DEFAULT_GROUP.to_owned());
    if group.chars().count() > LONGEST_GROUP || group.chars().any(char::is_control) {
        let message = format!("A group's name has at most {LONGEST_GROUP} characters, and no control characters.");
        return Err(Refusal::new(Code::BadRequest, message));
    }
    Ok(group)
}

/// A number from 0 to 10.
pub(crate) fn small(number: u32, refuse: fn(u32) -> BadTask) -> Result<u8, Refusal> {
    u8::try_from(number).ok().filter(|number| *number <= 10).ok_or_else(|| bad(&refuse(number)))
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

fn bad(error: &impl std::fmt::Display) -> Refusal {
    Refusal::new(Code::BadRequest, sentence(error))
}
