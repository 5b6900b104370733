//! From what a creator says of a task to the parts that a task has.
//!
//! Owns the reading of names, folders, addresses, ranges and numbers, for every surface and for the library. Refuses to
//! look at the disk: whether a folder may be written to is asked elsewhere. Rule kept here: what is refused says which
//! part it was and what to do (M006, M007, M010, M068, M114).

use std::path::PathBuf;

use url::Url;

use crate::data_url::DataUrl;
use crate::login::without_login;
use crate::naming::{self, FileName};
use crate::options::MOST_LANES;
use crate::place::{Base, Location};
use crate::range::AskedRange;
use crate::task::{BadTask, DEFAULT_GROUP, Header, NameChoice, append_query, parse_url};

/// The name by which a server is asked for its suggestion (M079).
pub const SUGGESTED: &str = "?";

/// Most characters of a group's name.
pub const LONGEST_GROUP: usize = 100;

/// An address with the query parameters and the login that go with it; `data:` addresses are taken too (M010, M093).
///
/// # Errors
/// [`BadTask::Url`].
pub fn address(text: &str, query: &[(&str, &str)], login: Option<&str>) -> Result<Url, BadTask> {
    if text.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:")) {
        return inline_address(text, query, login);
    }
    let mut url = parse_url(text)?;
    append_query(&mut url, query.iter().copied());
    if let Some(login) = login {
        let (name, password) = login.split_once(':').unwrap_or((login, ""));
        let set = url.set_username(name).and_then(|()| url.set_password(Some(password)));
        set.map_err(|()| BadTask::Url("This address cannot carry a user name.".to_owned()))?;
    }
    Ok(url)
}

/// An address that holds its file. What belongs to a request means nothing there.
fn inline_address(text: &str, query: &[(&str, &str)], login: Option<&str>) -> Result<Url, BadTask> {
    let unreadable = |error| BadTask::Url(format!("This data: address cannot be read: {error}."));
    let url = Url::parse(text.trim()).map_err(unreadable)?;
    DataUrl::parse(&url).map_err(|error| BadTask::Url(error.to_string()))?;
    if query.is_empty() && login.is_none() {
        return Ok(url);
    }
    Err(beside_data())
}

/// Nothing goes with an address that holds its file.
fn beside_data() -> BadTask {
    BadTask::Url("A data: address holds its file: it takes no query, user name or mirror.".to_owned())
}

/// The other addresses of the file at `first`. They keep no user name: what is secret belongs to the first address.
///
/// # Errors
/// [`BadTask::Url`].
pub fn mirrors<'a>(first: &Url, texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<Url>, BadTask> {
    let mirrors: Vec<Url> = texts.into_iter().map(mirror).collect::<Result<_, _>>()?;
    if DataUrl::is(first) && !mirrors.is_empty() { Err(beside_data()) } else { Ok(mirrors) }
}

fn mirror(text: &str) -> Result<Url, BadTask> {
    match without_login(parse_url(text)?) {
        (url, None) => Ok(url),
        (_, Some(_)) => {
            let message = "A mirror's address cannot carry a user name. Put that address first instead.";
            Err(BadTask::Url(message.to_owned()))
        }
    }
}

/// The address of the file with the digest: an ending of the download's, or one relative to it.
///
/// # Errors
/// [`BadTask::Url`].
pub fn sidecar(url: &Url, text: &str) -> Result<Url, BadTask> {
    let found = if text.starts_with('.') && !text.starts_with("./") && !text.starts_with("../") {
        let mut beside = url.clone();
        beside.set_path(&format!("{}{text}", url.path()));
        Some(beside)
    } else {
        url.join(text).ok()
    };
    // The secrets of the download go along by themselves; this address has none of its own.
    found.map(|url| without_login(url).0).filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
        BadTask::Url(format!(
            "\"{text}\" is no address of a file with a digest; write one, or an ending such as .sha256."
        ))
    })
}

/// How the name is chosen, and the name that is reserved until the server has answered (M077, M078, M079). Who names none
/// gets one out of `random`.
///
/// # Errors
/// [`BadTask::Name`].
pub fn name(asked: Option<&str>, url: &Url, random: u128) -> Result<(NameChoice, FileName), BadTask> {
    if asked == Some(SUGGESTED) {
        let mime = if DataUrl::is(url) { DataUrl::parse(url).ok().map(|data| data.mime) } else { None };
        return Ok((NameChoice::Suggested, naming::choose([], url, mime.as_deref())));
    }
    let given = asked.map_or_else(|| format!("{random:032x}"), str::to_owned);
    let name = FileName::typed_by_user(&given)?;
    Ok((NameChoice::Given(name.clone()), name))
}

/// A folder below a base; without a base it is below the downloads, unless it begins at the root, or is a `file:` address as
/// the desktop's portals give them (M095).
///
/// # Errors
/// [`BadTask::Folder`].
pub fn location(base: Option<Base>, folder: &str) -> Result<Location, BadTask> {
    if folder.contains('\0') {
        return Err(BadTask::Folder);
    }
    if folder.starts_with("file://") {
        let path = Url::parse(folder).ok().and_then(|address| address.to_file_path().ok());
        let path = path.filter(|_| base.is_none()).ok_or(BadTask::Folder)?;
        let folder = path.to_str().filter(|path| !path.contains('\0')).ok_or(BadTask::Folder)?;
        return Ok(Location { base: Base::Root, folder: folder.to_owned() });
    }
    let usual = if folder.starts_with('/') { Base::Root } else { Base::Downloads };
    Ok(Location { base: base.unwrap_or(usual), folder: folder.to_owned() })
}

/// One header of a request to a server.
///
/// # Errors
/// [`BadTask::Header`], and [`BadTask::ProxyHeader`] for what a server must never see.
pub fn header(name: &str, value: &str) -> Result<Header, BadTask> {
    if name.eq_ignore_ascii_case("proxy-authorization") { Err(BadTask::ProxyHeader) } else { Header::new(name, value) }
}

/// Takes a `Range` out of the headers: it says which part of the resource is wanted, and is asked for in pieces (M068).
///
/// # Errors
/// [`BadTask::Range`].
pub fn window(mut headers: Vec<Header>) -> Result<(Vec<Header>, Option<AskedRange>), BadTask> {
    let Some(position) = headers.iter().position(|header| header.name.eq_ignore_ascii_case("range")) else {
        return Ok((headers, None));
    };
    let value = headers.remove(position).value;
    let parsed = AskedRange::parse(&value).ok_or(BadTask::Range(value))?;
    if headers.iter().any(|header| header.name.eq_ignore_ascii_case("range")) {
        return Err(BadTask::Range("several".to_owned()));
    }
    Ok((headers, Some(parsed)))
}

/// A number of connections, 1 to [`MOST_LANES`].
///
/// # Errors
/// [`BadTask::Lanes`].
pub fn lanes(number: u32) -> Result<u32, BadTask> {
    if (1..=MOST_LANES).contains(&number) { Ok(number) } else { Err(BadTask::Lanes(number)) }
}

/// The name of a group; none, and an empty one, is the default.
///
/// # Errors
/// [`BadTask::Group`].
pub fn group(group: Option<String>) -> Result<String, BadTask> {
    let group = group.filter(|group| !group.is_empty()).unwrap_or_else(|| DEFAULT_GROUP.to_owned());
    let is_long = group.chars().count() > LONGEST_GROUP;
    if is_long || group.chars().any(char::is_control) { Err(BadTask::Group) } else { Ok(group) }
}

/// A number from 0 to 10.
///
/// # Errors
/// What `refuse` makes of any other.
pub fn small(number: u32, refuse: fn(u32) -> BadTask) -> Result<u8, BadTask> {
    u8::try_from(number).ok().filter(|number| *number <= 10).ok_or_else(|| refuse(number))
}

/// The path of a certificate, which whoever hosts can find whatever folder it runs in.
///
/// # Errors
/// [`BadTask::Certificate`].
pub fn certificate(path: &str) -> Result<PathBuf, BadTask> {
    let path = PathBuf::from(path);
    if path.is_absolute() { Ok(path) } else { Err(BadTask::Certificate) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::parse("https://a.test/dir/file.iso?x=1").expect("a test address")
    }

    #[test]
    fn m095_a_folder_may_be_an_address_of_this_computer() -> Result<(), BadTask> {
        let at = |folder: &str| location(None, folder).map(|location| (location.base, location.folder));
        assert_eq!(at("file:///run/user/1/doc/ab/My%20Films")?, (Base::Root, "/run/user/1/doc/ab/My Films".to_owned()));
        assert_eq!(at("file://localhost/a")?, (Base::Root, "/a".to_owned()));
        for folder in ["file://elsewhere/a", "file:///a%00b", "file:///%ff"] {
            assert_eq!(at(folder), Err(BadTask::Folder), "{folder}");
        }
        assert_eq!(location(Some(Base::Documents), "file:///a"), Err(BadTask::Folder), "two beginnings");
        Ok(())
    }

    #[test]
    fn m010_parameters_and_a_login_go_into_the_address() {
        let url = address("a.test/f?x=1", &[("y", "with%20space")], Some("me:secret")).expect("an address");
        assert_eq!(url.as_str(), "https://me:secret@a.test/f?x=1&y=with%20space");
        assert!(matches!(address("data:,abc", &[("y", "1")], None), Err(BadTask::Url(_))));
    }

    #[test]
    fn m006_a_path_is_no_name_and_none_is_a_random_one() {
        assert!(matches!(name(Some("a/b"), &url(), 0), Err(BadTask::Name(_))));
        assert!(matches!(name(Some(""), &url(), 0), Err(BadTask::Name(_))));
        let (_, random) = name(None, &url(), 0xab).expect("a name");
        assert_eq!(random.as_str(), "000000000000000000000000000000ab");
        let (choice, reserved) = name(Some(SUGGESTED), &url(), 0).expect("a name");
        assert_eq!((choice, reserved.as_str()), (NameChoice::Suggested, "file.iso"));
    }

    #[test]
    fn a_file_with_a_digest_lies_beside_the_download() {
        let found = |text| sidecar(&url(), text).map(|url| url.to_string());
        assert_eq!(found(".sha256"), Ok("https://a.test/dir/file.iso.sha256?x=1".into()));
        assert_eq!(found("SHA256SUMS"), Ok("https://a.test/dir/SHA256SUMS".into()));
        assert!(found("file:///etc/passwd").is_err());
    }

    #[test]
    fn m068_a_range_among_the_headers_is_the_window() {
        let header = |value| Header::new("Range", value).expect("a header");
        let (left, window) = window(vec![header("bytes=0-99")]).expect("a window");
        assert!(left.is_empty() && window.is_some());
        assert!(matches!(super::window(vec![header("z")]), Err(BadTask::Range(_))));
        assert!(matches!(super::window(vec![header("bytes=0-1"), header("bytes=3-4")]), Err(BadTask::Range(_))));
    }

    #[test]
    fn mirrors_carry_no_login_and_nothing_goes_with_a_data_address() {
        assert!(mirrors(&url(), ["https://me@b.test/f"]).is_err());
        assert_eq!(mirrors(&url(), ["b.test/f"]).map(|all| all.len()), Ok(1));
        let data = address("data:,abc", &[], None).expect("an address");
        assert!(mirrors(&data, ["b.test/f"]).is_err());
    }
}
