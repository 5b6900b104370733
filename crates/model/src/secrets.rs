//! The secrets of a task, apart from its record.
//!
//! Owns the split and the way back. Refuses to keep them: whoever stores records stores these elsewhere, under a key
//! that the record names. Rules kept here: what is left of the task can be shown to anybody who may see the list; a task that
//! was given an address at another origin does not take its secrets there.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::auth::Auth;
use crate::cookies::GivenCookie;
use crate::proxy::ProxyChoice;
use crate::redirect::{Origin, is_secret};
use crate::task::{BadTask, Task};

/// What nobody but the server may see of a task.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// The origin they were given for.
    origin: String,
    /// Values of headers, by their place among the task's headers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<usize, String>,
    /// User name and password of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    address: Option<Userinfo>,
    /// User name and password of the proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proxy: Option<Userinfo>,
    /// Cookies the user brought along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cookies: Vec<GivenCookie>,
    /// What lets the task in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    auth: Option<Auth>,
    /// Values of the fields of a form, in order: some are credentials, and nobody can tell which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
}

/// User name and password as they are written in an address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Userinfo {
    name: String,
    password: Option<String>,
}

impl Secrets {
    /// Takes the secrets out of a task; `None` when it has none.
    #[must_use]
    pub fn taken_from(task: &mut Task) -> Option<Self> {
        let auth = task.auth.take();
        let private = task.work.private();
        let mut secrets = Self { cookies: std::mem::take(private.cookies), auth, ..Self::default() };
        for (place, header) in private.headers.iter_mut().enumerate() {
            if is_secret(&header.name, private.secret_headers) {
                secrets.headers.insert(place, std::mem::take(&mut header.value));
            }
        }
        secrets.fields = private.fields.iter_mut().map(|field| std::mem::take(&mut field.value)).collect();
        secrets.address = Userinfo::taken_from(private.url);
        if let ProxyChoice::Through(proxy) = private.proxy {
            secrets.proxy = Userinfo::taken_from(proxy);
        }
        if secrets == Self::default() {
            return None;
        }
        secrets.origin = origin_of(private.url);
        Some(secrets)
    }

    /// Puts the secrets back to where they were. At another origin than they were given for, what was for that origin
    /// is left out.
    pub fn give_back(self, task: &mut Task) {
        let private = task.work.private();
        if self.origin == origin_of(private.url) {
            for (place, value) in self.headers {
                if let Some(header) = private.headers.get_mut(place) {
                    header.value = value;
                }
            }
            if let Some(address) = self.address {
                address.give_back(private.url);
            }
            task.auth = self.auth;
        } else {
            let mut places = 0..;
            private.headers.retain(|_| places.next().is_none_or(|place| !self.headers.contains_key(&place)));
        }
        if let (Some(userinfo), ProxyChoice::Through(proxy)) = (self.proxy, private.proxy) {
            userinfo.give_back(proxy);
        }
        for (field, value) in private.fields.iter_mut().zip(self.fields) {
            field.value = value;
        }
        if !self.cookies.is_empty() {
            *private.cookies = self.cookies;
        }
    }

    /// What lets the task in is renewed.
    #[must_use]
    pub fn with_auth(self, auth: Auth) -> Self {
        Self { auth: Some(auth), ..self }
    }

    /// The text to keep.
    ///
    /// # Errors
    /// [`BadTask::Unreadable`] never happens for what was taken from a task.
    pub fn to_json(&self) -> Result<String, BadTask> {
        serde_json::to_string(self).map_err(|error| BadTask::Unreadable(error.to_string()))
    }

    /// Reads what was kept.
    ///
    /// # Errors
    /// [`BadTask::Unreadable`] for any other text; the error repeats none of it.
    pub fn from_json(text: &str) -> Result<Self, BadTask> {
        serde_json::from_str(text).map_err(|_| BadTask::Unreadable("its secrets are damaged".to_owned()))
    }
}

fn origin_of(url: &Url) -> String {
    Origin::of(url).map(|origin| origin.to_string()).unwrap_or_default()
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets(…)")
    }
}

impl Userinfo {
    fn taken_from(url: &mut Url) -> Option<Self> {
        if url.username().is_empty() && url.password().is_none() {
            return None;
        }
        let taken = Self { name: url.username().to_owned(), password: url.password().map(str::to_owned) };
        // An address that has a user name can lose it.
        let _ = url.set_username("").and_then(|()| url.set_password(None));
        Some(taken)
    }

    fn give_back(self, url: &mut Url) {
        let _ = url.set_username(&self.name).and_then(|()| url.set_password(self.password.as_deref()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::FileName;
    use crate::place::{Base, Location};
    use crate::task::{Download, Header, NameChoice, Work};
    use crate::time::Timestamp;

    const PEARLS: [&str; 6] = ["pearl-1", "pearl-2", "pearl-3", "pearl-4", "pearl-5", "pearl-6"];

    fn task(address: &str) -> Task {
        let name = NameChoice::Given(FileName::typed_by_user("f").expect("a name"));
        let location = Location { base: Base::Downloads, folder: String::new() };
        let mut download = Download::of(address.parse().expect("a test address"), location, name);
        let header = |name: &str, value: &str| Header::new(name, value).expect("a header");
        download.headers = vec![
            header("Accept", "text/plain"),
            header("Authorization", "Bearer pearl-1"),
            header("X-Mine", "pearl-2"),
            header("Cookie", "a=pearl-3"),
        ];
        download.secret_headers = vec!["x-mine".into()];
        download.proxy = ProxyChoice::Through("socks5h://me:pearl-4@proxy.test:1080".parse().expect("a proxy"));
        download.cookies =
            crate::cookies::read("a.test\tFALSE\t/\tFALSE\t0\tn\tpearl-6", Timestamp(0)).expect("cookies");
        Task {
            own_id: None,
            group: "default".into(),
            priority: 5,
            retries: 0,
            metadata: String::new(),
            display_name: None,
            created: Timestamp(0),
            notifications: None,
            added_by: None,
            link: crate::link::LinkWish::default(),
            auth: None,
            work: Work::Download(download),
        }
    }

    #[test]
    fn f076_nothing_of_a_secret_is_left_in_the_record_and_everything_comes_back() {
        let whole = task("https://me%40x:pearl-5%FF@a.test/f");
        let mut bare = whole.clone();
        let secrets = Secrets::taken_from(&mut bare).expect("there are secrets");
        let kept = bare.to_json().expect("a text");
        assert!(PEARLS.iter().all(|pearl| !kept.contains(pearl)), "{kept}");
        assert!(kept.contains("text/plain") && kept.contains("X-Mine"), "what is no secret stays: {kept}");
        let secrets = Secrets::from_json(&secrets.to_json().expect("a text")).expect("the same secrets");
        let mut again = Task::from_json(&kept).expect("a task");
        secrets.give_back(&mut again);
        assert_eq!(again, whole);
    }

    #[test]
    fn a_task_that_moved_to_another_origin_does_not_take_its_secrets_there() {
        let mut moved = task("https://me:pearl-5@a.test/f");
        let secrets = Secrets::taken_from(&mut moved).expect("there are secrets");
        let download = moved.work.as_download_mut().expect("it is one");
        download.url = "https://b.test/f".parse().expect("a test address");
        secrets.give_back(&mut moved);
        let download = moved.work.as_download().expect("it is one");
        assert_eq!((download.headers.len(), download.headers[0].name.as_str()), (1, "Accept"));
        assert_eq!((download.url.as_str(), download.cookies.len()), ("https://b.test/f", 1));
    }

    #[test]
    fn a_task_without_secrets_needs_no_key() {
        let mut plain = task("https://a.test/f");
        let _ = Secrets::taken_from(&mut plain);
        let download = plain.work.as_download_mut().expect("it is one");
        download.headers.truncate(1);
        assert_eq!(Secrets::taken_from(&mut plain), None);
    }

    #[test]
    fn an_older_record_with_its_secrets_inside_is_still_read() {
        let whole = task("https://me:pearl-5@a.test/f");
        let mut older = serde_json::to_value(&whole).expect("a value");
        older.as_object_mut().expect("a map").remove("cookies");
        let read = Task::from_json(&older.to_string()).expect("a task");
        let download = read.work.as_download().expect("it is one");
        assert_eq!((download.url.password(), download.headers[1].value.as_str()), (Some("pearl-5"), "Bearer pearl-1"));
        assert!(matches!(&download.proxy, ProxyChoice::Through(proxy) if proxy.password() == Some("pearl-4")));
    }
}
