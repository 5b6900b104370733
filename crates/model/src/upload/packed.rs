//! From files and fields to an upload whose headers say what its body is.
//!
//! Owns what follows from the form for the headers (M160 to M163). Refuses to look at files. Rule kept here: what would
//! contradict the body is refused or taken out, never sent.

use std::path::{Path, PathBuf};

use crate::describe;
use crate::naming::FileName;
use crate::task::{BadTask, Field, FilePart, Form, Header, Request, Resuming, Upload};
use crate::upload::{disposition, is_mime, of_name};

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// This file as it is.
    Binary(Given),
    /// A form of these.
    Multipart {
        /// Fields in order.
        fields: Vec<Field>,
        /// Files in order.
        files: Vec<Given>,
    },
}

/// A file with what was said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Absolute path without links.
    pub path: PathBuf,
    /// Name of its field; absent: `file`, or where there are several, its own name without the extension.
    pub field: Option<String>,
    /// Name that the server hears; absent: its own.
    pub name: Option<String>,
    /// MIME type; absent: what the name says.
    pub mime: Option<String>,
}

/// The field of a file that names none.
pub const FIELD: &str = "file";

/// Puts an upload together; `random` becomes the boundary of a form.
///
/// # Errors
/// [`BadTask::Range`] for a slice that is none, [`BadTask::Form`] for what makes no sense together.
pub fn pack(request: Request, content: Content, resuming: Resuming, random: u128) -> Result<Upload, BadTask> {
    for header in &request.headers {
        if ["content-length", "transfer-encoding"].iter().any(|own| header.name.eq_ignore_ascii_case(own)) {
            return Err(BadTask::Form("the length of an upload follows from its files; leave that header out"));
        }
    }
    match content {
        Content::Binary(file) => binary(request, &file, resuming),
        Content::Multipart { fields, files } => {
            if resuming != Resuming::Never {
                return Err(BadTask::Form("only a file that is sent as it is can be resumed; use --binary"));
            }
            multipart(request, fields, files, random)
        }
    }
}

/// Where the first file is, and what it is called in lists.
///
/// # Errors
/// [`BadTask::Form`], when there is none.
pub fn place(files: &[Given]) -> Result<(PathBuf, FileName), BadTask> {
    let first = files.first().ok_or(BadTask::Form("there is no file to send"))?;
    let folder = first.path.parent().map_or_else(|| PathBuf::from("/"), Path::to_owned);
    let own = first.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    // A name that no download could have is no reason against sending the file.
    Ok((folder, FileName::typed_by_user(own).or_else(|_| FileName::typed_by_user("upload"))?))
}

fn binary(mut request: Request, file: &Given, resuming: Resuming) -> Result<Upload, BadTask> {
    let (headers, slice) = describe::window(request.headers)?;
    if slice.is_some() && resuming != Resuming::Never {
        return Err(BadTask::Form("a slice of a file cannot be resumed; send it without --resume"));
    }
    request.headers = headers;
    let name = named(file)?;
    if !has(&request.headers, "content-type") {
        request.headers.push(Header::new("Content-Type", &mime(file, &name)?)?);
    }
    if has(&request.headers, "content-disposition") {
        // Who gives an empty one wants none.
        request
            .headers
            .retain(|header| !header.name.eq_ignore_ascii_case("content-disposition") || !header.value.is_empty());
    } else {
        request.headers.push(Header::new("Content-Disposition", &disposition(&name))?);
    }
    Ok(Upload { request, form: Form::Binary { file: file.path.clone(), slice }, limit_rate: None, resuming })
}

fn multipart(mut request: Request, fields: Vec<Field>, files: Vec<Given>, random: u128) -> Result<Upload, BadTask> {
    if has(&request.headers, "range") {
        return Err(BadTask::Form("only a file that is sent as it is can be sent in part; use --binary"));
    }
    if has(&request.headers, "content-type") {
        return Err(BadTask::Form("the type of a form follows from its parts; leave that header out"));
    }
    if files.is_empty() {
        return Err(BadTask::Form("there is no file to send"));
    }
    let are_several = files.len() > 1;
    let files = files.into_iter().map(|file| part(file, are_several)).collect::<Result<_, _>>()?;
    let boundary = format!("haul-{random:032x}");
    request.headers.push(Header::new("Content-Type", &format!("multipart/form-data; boundary={boundary}"))?);
    let form = Form::Multipart { boundary, fields, files };
    Ok(Upload { request, form, limit_rate: None, resuming: Resuming::Never })
}

fn part(file: Given, are_several: bool) -> Result<FilePart, BadTask> {
    let name = named(&file)?;
    let mime = mime(&file, &name)?;
    let usual = || match Path::new(&name).file_stem().and_then(|stem| stem.to_str()) {
        Some(stem) if are_several => stem.to_owned(),
        Some(_) | None => FIELD.to_owned(),
    };
    Ok(FilePart { field: file.field.unwrap_or_else(usual), path: file.path, name, mime })
}

fn named(file: &Given) -> Result<String, BadTask> {
    let own = || file.path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    file.name.clone().or_else(own).ok_or(BadTask::Form("a file that is sent has to be named by a path of a file"))
}

fn mime(file: &Given, name: &str) -> Result<String, BadTask> {
    match &file.mime {
        Some(mime) if is_mime(mime) => Ok(mime.clone()),
        Some(_) => Err(BadTask::Form("a MIME type is written TYPE/SUBTYPE, such as text/plain")),
        None => Ok(of_name(name).to_owned()),
    }
}

fn has(headers: &[Header], name: &str) -> bool {
    headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::range::AskedRange;
    use crate::task::Method;

    fn request(headers: &[(&str, &str)]) -> Request {
        let url = "https://a.example/up".parse().expect("a test address");
        let headers = headers.iter().map(|(name, value)| Header::new(name, value).expect("a header")).collect();
        Request { headers, ..Request::of(url, Method::Post) }
    }

    fn given(path: &str) -> Given {
        Given { path: path.into(), ..Given::default() }
    }

    fn binary_with(headers: &[(&str, &str)]) -> Result<Upload, BadTask> {
        pack(request(headers), Content::Binary(given("/a/b c.txt")), Resuming::Never, 7)
    }

    fn value<'a>(upload: &'a Upload, name: &str) -> Option<&'a str> {
        let found = upload.request.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| header.value.as_str())
    }

    #[test]
    fn m160_a_file_says_its_type_and_name_unless_the_user_says_otherwise() -> Result<(), BadTask> {
        let upload = binary_with(&[])?;
        assert_eq!(value(&upload, "content-type"), Some("text/plain"));
        assert_eq!(value(&upload, "content-disposition"), Some("attachment; filename=\"b%20c.txt\""));
        let upload = binary_with(&[("content-disposition", ""), ("content-type", "x/y")])?;
        assert_eq!((value(&upload, "content-disposition"), value(&upload, "content-type")), (None, Some("x/y")));
        let upload = binary_with(&[("Content-Disposition", "inline")])?;
        assert_eq!(value(&upload, "content-disposition"), Some("inline"));
        Ok(())
    }

    #[test]
    fn m161_a_range_is_the_slice_and_is_not_sent() -> Result<(), BadTask> {
        let upload = binary_with(&[("Range", "bytes=2-4")])?;
        assert_eq!(value(&upload, "range"), None);
        let Form::Binary { slice, .. } = upload.form else { return Err(BadTask::Body) };
        assert_eq!(slice, Some(AskedRange { first: 2, last: Some(4) }));
        assert!(matches!(binary_with(&[("Range", "z")]), Err(BadTask::Range(_))));
        Ok(())
    }

    #[test]
    fn m163_files_are_named_by_their_fields_or_by_themselves() -> Result<(), BadTask> {
        let parts = |files| {
            let upload = pack(request(&[]), Content::Multipart { fields: Vec::new(), files }, Resuming::Never, 7)?;
            let Form::Multipart { files, .. } = upload.form else { return Err(BadTask::Body) };
            Ok(files.into_iter().map(|part| (part.field, part.name, part.mime)).collect::<Vec<_>>())
        };
        let text = |field: &str, name: &str, mime: &str| (field.to_owned(), name.to_owned(), mime.to_owned());
        assert_eq!(parts(vec![given("/a/one.txt")])?, [text("file", "one.txt", "text/plain")]);
        let full = Given {
            field: Some("f".to_owned()),
            name: Some("other".to_owned()),
            mime: Some("a/b".to_owned()),
            ..given("/a/two.png")
        };
        let several = parts(vec![given("/a/one.txt"), full])?;
        assert_eq!(several, [text("one", "one.txt", "text/plain"), text("f", "other", "a/b")]);
        Ok(())
    }

    #[test]
    fn what_would_contradict_the_body_is_refused() {
        for header in [("Content-Length", "5"), ("transfer-encoding", "chunked")] {
            assert!(matches!(binary_with(&[header]), Err(BadTask::Form(_))), "{}", header.0);
        }
        let content = || Content::Multipart { fields: Vec::new(), files: vec![given("/a/f")] };
        for header in [("Range", "bytes=0-1"), ("Content-Type", "a/b")] {
            let packed = pack(request(&[header]), content(), Resuming::Never, 7);
            assert!(matches!(packed, Err(BadTask::Form(_))), "{}", header.0);
        }
        assert!(matches!(pack(request(&[]), content(), Resuming::Tus, 7), Err(BadTask::Form(_))));
    }
}
