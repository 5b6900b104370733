//! From files that a surface wants sent to a task that can be kept.
//!
//! Owns the step. Rule kept here: a file that could not be sent is refused before anything is kept, and the record names
//! the real path of each (rows 160 and 161).

use std::path::Path;

use haul_api::{Code, NewUpload, Refusal, Resume, Settings, UploadFile, UploadForm};
use haul_engine::{Links, clock, sendable_file};
use haul_model::data_url::DataUrl;
use haul_model::describe;
use haul_model::nearness::Approach;
use haul_model::proxy::ProxyChoice;
use haul_model::redirect::{Downgrade, Query, redacted_url};
use haul_model::retry::Permanent;
use haul_model::task::{BadTask, Field, Method, Request, Resuming, Task, Upload, Work};
use haul_model::upload::{Content, Given, pack, place};
use haul_store::NewRecord;

use super::{address, auth, bad, cookies, headers, link, method, of_task, small, state, templates, trust};
use crate::records::adder;

/// Puts an upload together; looks at the files, and so blocks.
pub(crate) fn describe_upload(new: NewUpload, settings: &Settings) -> Result<NewRecord, Refusal> {
    let files = new.files.iter().map(|file| given(file, &new)).collect::<Result<Vec<_>, _>>()?;
    let (folder, name) = place(&files).map_err(of_task)?;
    let request = request(&new)?;
    let url = &request.url;
    let (shown, host) = (redacted_url(url, Query::Shown), url.host_str().unwrap_or_default().to_owned());
    let resuming = match new.resume {
        Resume::Never => Resuming::Never,
        Resume::Draft => Resuming::Draft,
        Resume::Tus => Resuming::Tus,
    };
    let packed = pack(request, content(files, new.form, new.fields)?, resuming, rand::random()).map_err(of_task)?;
    let upload = Upload { limit_rate: new.limit_rate.filter(|rate| *rate > 0), ..packed };
    let task = Task {
        own_id: new.own_id.filter(|id| !id.is_empty()),
        group: describe::group(new.group).map_err(of_task)?,
        priority: small(new.priority.unwrap_or(5), BadTask::Priority)?,
        retries: small(new.retries.unwrap_or(settings.retries), BadTask::Retries)?,
        metadata: new.metadata.unwrap_or_default(),
        display_name: new.display_name,
        created: clock::now(),
        notifications: new.notifications.map(templates).transpose()?,
        added_by: Some(adder(new.by)),
        link: link(new.metered, new.requires_wifi),
        auth: new.auth.map(auth::auth).transpose()?,
        work: Work::Upload(upload),
    };
    Ok(NewRecord { task, secrets: None, state: state(new.start), host, url: shown, folder, name })
}

fn request(new: &NewUpload) -> Result<Request, Refusal> {
    let url = address(&new.url, &new.query, new.user.as_deref()).map_err(of_task)?;
    if DataUrl::is(&url) {
        return Err(Refusal::new(Code::BadUrl, "There is no server behind a data: address to send anything to."));
    }
    let cookies = cookies(new.cookies.as_deref(), &url, &[])?;
    Ok(Request {
        headers: headers(new.headers.iter().chain(&new.secret_headers)).map_err(of_task)?,
        secret_headers: new.secret_headers.iter().map(|header| header.name.clone()).collect(),
        proxy: ProxyChoice::parse(new.proxy.as_deref().unwrap_or_default()).map_err(|error| bad(&error))?,
        trust: trust(new.trust),
        certificate: new.certificate.as_deref().map(describe::certificate).transpose().map_err(of_task)?,
        cookies,
        downgrade: if new.allow_downgrade { Downgrade::Allowed } else { Downgrade::Refused },
        approach: if new.allow_private_redirect { Approach::Allowed } else { Approach::Refused },
        permanent: if new.retry_permanent { Permanent::Retry } else { Permanent::Fail },
        max_seconds: new.max_seconds.filter(|seconds| *seconds > 0),
        ..Request::of(url, new.method.map_or(Method::Post, method))
    })
}

/// A file with its real path.
fn given(file: &UploadFile, new: &NewUpload) -> Result<Given, Refusal> {
    let links = if new.follow_links { Links::Followed } else { Links::Refused };
    let named = Path::new(&file.path);
    let path = sendable_file(named, links).map_err(|why| Refusal::new(Code::Disk, why.to_string()))?;
    if path.to_str().is_none() {
        return Err(Refusal::new(Code::Disk, format!("{} is not UTF-8. Rename the file.", path.display())));
    }
    // The server hears the name that the user has given, not the one that a link leads to.
    let own = named.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    Ok(Given { path, field: file.field.clone(), name: file.name.clone().or(own), mime: file.mime.clone() })
}

fn content(files: Vec<Given>, form: UploadForm, fields: Vec<haul_api::Header>) -> Result<Content, Refusal> {
    match form {
        UploadForm::Multipart => {
            let fields = fields.into_iter().map(|field| Field { name: field.name, value: field.value }).collect();
            Ok(Content::Multipart { fields, files })
        }
        UploadForm::Binary => {
            if !fields.is_empty() {
                let message = "A file that is sent as it is has no room for fields. Send a form, or leave them out.";
                return Err(Refusal::new(Code::BadRequest, message));
            }
            let [file] = <[Given; 1]>::try_from(files).map_err(|_| {
                Refusal::new(
                    Code::BadRequest,
                    "One file is sent as it is at a time. Send a form, or one after the other.",
                )
            })?;
            Ok(Content::Binary(file))
        }
    }
}
