//! `cargo xtask demo`: the widget on the built-in rulebook, served to this machine alone.

use crate::{
    package::{self, Form},
    wasm::{Failure, target},
};
use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    thread,
};

const PORT: u16 = 8321;
/// The page of the package that shows the widget.
const PAGE: &str = "/guidemark/widget/index.html";
/// What the package needs at most: nothing from elsewhere, no inline script.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/// The most bytes of a request that are read.
const REQUEST: u64 = 16 << 10;

/// Assembles the package quickly and serves it until it is stopped.
///
/// # Errors
/// No toolchain, a step that fails, or no port.
pub fn run() -> Result<(), Failure> {
    let folder = target().join("demo");
    package::assemble(&folder.join("guidemark"), Form::Quick)?;
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let address = format!("http://{}", listener.local_addr()?);
    println!(
        "\nThe widget:     {address}/\nThe playground: {address}/guidemark/playground/index.html\nStop with Ctrl-C."
    );
    for stream in listener.incoming() {
        let (stream, folder) = (stream?, folder.clone());
        // A browser that hangs up is no fault.
        thread::spawn(move || drop(answer(stream, &folder)));
    }
    Ok(())
}

fn answer(mut stream: TcpStream, folder: &Path) -> io::Result<()> {
    let mut request = BufReader::new((&stream).take(REQUEST));
    let mut first = String::new();
    request.read_line(&mut first)?;
    // The rest is read, or else the browser takes the end of the connection for a fault.
    let mut line = String::new();
    while request.read_line(&mut line)? > 2 {
        line.clear();
    }
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, kind, body) = match path.split('?').next().unwrap_or_default() {
        _ if method != "GET" => ("405 Method Not Allowed", "text/plain", Vec::new()),
        "/" => ("302 Found", "text/plain", Vec::new()),
        path => match file(folder, path).and_then(|file| Some((kind(&file), fs::read(&file).ok()?))) {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", Vec::new()),
        },
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nLocation: {PAGE}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {POLICY}\r\n\
         X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// A file within the folder.
fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path.trim_start_matches('/'));
    let within = path.components().all(|part| matches!(part, Component::Normal(_)));
    within.then(|| folder.join(path)).filter(|file| file.is_file())
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    }
}
