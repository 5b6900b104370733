//! One request and the redirects that follow from it.
//!
//! Owns the hops: each is sent by itself, with the headers the chain still allows. Refuses to look at the body.

use std::pin::pin;
use std::time::Duration;

use haul_model::fault::Category;
use haul_model::nearness::{Approach, Nearness};
use haul_model::range::AskedRange;
use haul_model::redirect::{
    Chain, Jar as JarChange, Options, Origin, Query, RedirectFault, RequestBody, Step, redacted,
};
use haul_model::task::Calling;
use haul_model::validator::Validator;
use reqwest::Response;
use reqwest::header::{HeaderName, LOCATION, SET_COOKIE, WWW_AUTHENTICATE};
use url::Url;

use crate::net::answer::Answer;
use crate::net::cargo::{Cargo, Load};
use crate::net::clients::Clients;
use crate::net::jar::Jar;
use crate::net::login::{Speaker, Word};
use crate::net::sessions::Asked;
use crate::net::sharing::Connection;
use crate::net::turns::on_the_way_to;
use crate::net::{failure, request};
use crate::trouble::Trouble;

/// Most bytes of a refusal that are read so that its connection can be used again.
const REFUSAL: usize = 64 << 10;

/// How often a request is sent again that no server has begun with.
const MOST_MOVES: u32 = 5;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    /// What is asked, and how.
    pub(crate) calling: Calling<'a>,
    /// The one of its addresses that is asked: the first, or a mirror.
    pub(crate) address: &'a Url,
    /// The part that is asked for; `None` asks for everything.
    pub(crate) part: Option<Part<'a>>,
    /// A body that is too long to hold, in place of the task's own.
    pub(crate) cargo: Option<&'a Cargo>,
    /// What it goes by.
    pub(crate) connection: Connection,
}

impl<'a> Wish<'a> {
    /// All that is at the address, with the task's own body, over whatever connection there is.
    pub(crate) const fn at(address: &'a Url, calling: Calling<'a>) -> Self {
        Self { calling, address, part: None, cargo: None, connection: Connection::Shared }
    }
}

/// One range of a file, both positions inclusive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    /// Its first byte.
    pub(crate) range: AskedRange,
    /// What proves that the file is still the same; without it the caller compares bytes.
    pub(crate) if_range: Option<&'a Validator>,
}

/// Sends the request and follows redirects until an answer is none.
pub(crate) async fn fetch(clients: &Clients, wish: Wish<'_>) -> Result<Answer, Trouble> {
    let mut walk = Walk { clients, wish, chain: begin(wish)?, jar: Jar::with(wish.calling.cookies), nearest: None };
    let mut redirects = Vec::new();
    loop {
        let url = walk.chain.request().url.clone();
        let Reached { response, note, jar_change, load } = walk.send().await?;
        let locations: Vec<&[u8]> = lines(&response, &LOCATION);
        match walk.chain.follow(response.status().as_u16(), &locations, jar_change) {
            Ok(Step::Follow) => redirects.push(redacted(walk.chain.request().url.as_str(), Query::Shown)),
            Ok(Step::Final) => {
                let answer = Answer::new(response, url, load, clients.patience().stall, clients.sharing.clone());
                return Ok(answer.after(redirects, note));
            }
            Err(fault) => return Err(of_redirect(fault, &url)),
        }
        walk.stay_away(&url)?;
    }
}

/// A chain on its way.
struct Walk<'a> {
    clients: &'a Clients,
    wish: Wish<'a>,
    chain: Chain,
    jar: Jar,
    /// The nearest server that it may be led to; `None` means any.
    nearest: Option<Nearness>,
}

/// An answer at one hop.
struct Reached {
    response: Response,
    /// Why it is a refusal, in words.
    note: Option<String>,
    jar_change: JarChange,
    /// The body that was still on its way when the answer came, or has left.
    load: Option<Load>,
}

impl Walk<'_> {
    /// Sends the request of this hop, and answers when the server asks who is there.
    async fn send(&mut self) -> Result<Reached, Trouble> {
        let mut speaker = Speaker::at(self.clients, self.wish, &self.chain);
        let (url, method) = (self.chain.request().url.clone(), self.chain.request().method);
        let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let asked = Asked { method: method.as_str(), target: &target };
        let mut authorization = match &mut speaker {
            Some(speaker) => speaker.ahead(asked).await,
            None => None,
        };
        let mut jar_change = JarChange::Unchanged;
        loop {
            let (response, proxy, load) = self.send_once(authorization.as_deref()).await?;
            for line in response.headers().get_all(SET_COOKIE) {
                if self.jar.take(line.as_bytes(), &url) {
                    jar_change = JarChange::Changed;
                }
            }
            let note = match (response.status().as_u16(), &proxy, &mut speaker) {
                (407, Some(proxy), _) => Some(failure::proxy_wants_login(proxy)),
                (401, _, Some(speaker)) => match speaker.answer(&lines(&response, &WWW_AUTHENTICATE), asked).await {
                    Word::Silence(why) => Some(why),
                    Word::Say(word) => {
                        authorization = Some(word);
                        // What is left of the body is not wanted: it comes again from its beginning.
                        drop(load);
                        finish(response).await;
                        continue;
                    }
                },
                (_, _, _) => None,
            };
            return Ok(Reached { response, note, jar_change, load });
        }
    }

    async fn send_once(
        &mut self,
        authorization: Option<&str>,
    ) -> Result<(Response, Option<Url>, Option<Load>), Trouble> {
        let mut moves = 0;
        loop {
            let (sent, proxy, load) = self.try_once(authorization).await?;
            let (url, sharing) = (self.chain.request().url, &self.clients.sharing);
            match sent {
                Ok(response) => {
                    self.learn_nearest(&response, proxy.as_ref());
                    return Ok((response, proxy, load));
                }
                Err(error) if moves < MOST_MOVES && failure::was_not_begun(&error) => {
                    tracing::debug!(%moves, "a server closes a connection and has not begun with the request");
                    moves += 1;
                }
                Err(error) => {
                    let trouble = failure::of_request(&error, url, proxy.as_ref());
                    sharing.hear(Origin::of(url), &trouble);
                    return Err(trouble);
                }
            }
        }
    }

    /// Sends the request over whatever connection there is.
    async fn try_once(
        &self,
        authorization: Option<&str>,
    ) -> Result<(reqwest::Result<Response>, Option<Url>, Option<Load>), Trouble> {
        let Self { clients, wish, chain, jar, nearest } = self;
        let sent = chain.request();
        let (client, proxy) = clients.client_for(wish.calling, chain, *nearest, wish.connection).await?;
        let headers = request::headers(*wish, chain, jar, authorization)?;
        let mut builder = client.request(request::method(sent.method), sent.url.clone()).headers(headers);
        let mut load = None;
        if sent.body == RequestBody::Present {
            if let Some(cargo) = wish.cargo {
                let (body, begun) = cargo.load();
                builder = builder.body(body);
                load = Some(begun);
            } else if let Some(body) = wish.calling.body {
                builder = builder.body(body.as_bytes().to_vec());
            }
        }
        let sending = on_the_way_to(Origin::of(sent.url), builder.send());
        let answer = in_time(sending, load.as_ref(), clients.patience().until_head()).await;
        let answer = answer.inspect_err(|silence| clients.sharing.hear(Origin::of(sent.url), silence))?;
        Ok((answer, proxy, load))
    }

    /// Keeps in mind how near the first server is.
    fn learn_nearest(&mut self, response: &Response, proxy: Option<&Url>) {
        if self.chain.hops() > 0 || self.wish.calling.approach != Approach::Refused {
            return;
        }
        // Behind a proxy nobody knows where a name leads: it counts as out in the world.
        let reached = response.remote_addr().filter(|_| proxy.is_none()).map(|address| Nearness::of_ip(address.ip()));
        let near = reached.or_else(|| Nearness::of_address(self.chain.request().url)).unwrap_or(Nearness::Public);
        self.nearest = (near < Nearness::Own).then_some(near);
    }

    /// Refuses to be led from `from` to a server that is nearer than the first one (row 63).
    fn stay_away(&self, from: &Url) -> Result<(), Trouble> {
        let next = self.chain.request().url;
        let too_near = self.nearest.zip(Nearness::of_address(next)).is_some_and(|(most, near)| near > most);
        if too_near { Err(failure::too_near(from.host_str().unwrap_or("the server"), next)) } else { Ok(()) }
    }
}

/// The answer, unless nothing moves for so long: neither an answer comes nor does the body leave.
async fn in_time<T>(sending: impl Future<Output = T>, load: Option<&Load>, most: Duration) -> Result<T, Trouble> {
    let mut sending = pin!(sending);
    let mut left = 0;
    loop {
        if let Ok(answer) = tokio::time::timeout(most, &mut sending).await {
            return Ok(answer);
        }
        let now = load.map_or(0, Load::left);
        if now == left {
            return Err(Trouble::new(Category::NetStall, "The server took the request and never answered."));
        }
        left = now;
    }
}

fn begin(wish: Wish<'_>) -> Result<Chain, Trouble> {
    let calling = wish.calling;
    let body = if calling.body.is_some() || wish.cargo.is_some() { RequestBody::Present } else { RequestBody::Absent };
    let options = Options {
        body,
        secret_headers: calling.secret_headers.to_vec(),
        downgrade: calling.downgrade,
        ..Options::default()
    };
    let (home, url) = (calling.url, wish.address.clone());
    let begun = if wish.address == calling.url {
        Chain::begin(url, calling.method, calling.headers, options)
    } else {
        Chain::begin_elsewhere(home, url, calling.method, calling.headers, options)
    };
    begun.map_err(|fault| of_redirect(fault, wish.address))
}

fn lines<'a>(response: &'a Response, name: &HeaderName) -> Vec<&'a [u8]> {
    response.headers().get_all(name).iter().map(reqwest::header::HeaderValue::as_bytes).collect()
}

/// Reads a short body to its end.
async fn finish(mut response: Response) {
    let mut read = 0;
    while read < REFUSAL
        && let Ok(Some(chunk)) = response.chunk().await
    {
        read += chunk.len();
    }
}

/// What a redirect that is not followed means.
fn of_redirect(fault: RedirectFault, url: &Url) -> Trouble {
    let host = url.host_str().unwrap_or("the server");
    Trouble::new(fault.category(), format!("{host}: {fault}. Check the address, or ask its owner."))
}
