//! The files of the npm package beside the engine's: entries, the built-in rulebook, schemas, what says what it is.

use crate::texts;
use guidemark::{
    compile::sha256,
    explain::{WrittenRule, all_written},
    rulebook::Rulebook,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, error::Error, fs, io, path::Path};

type Done = Result<(), Box<dyn Error>>;

/// A folder with this writes its own files.
const BUILD: &str = "build.mjs";

/// Adds all other files to `engine.js` and `engine_bg.wasm`.
pub fn complete(root: &Path, folder: &Path) -> Done {
    copy(&root.join("wasm/npm"), folder)?;
    copy(&root.join("schema"), &folder.join("schema"))?;
    fs::copy(root.join("LICENSE"), folder.join("LICENSE"))?;
    let rulebook = rulebook(root, folder)?;
    let engine = fs::read(folder.join("engine_bg.wasm"))?;
    inline(folder, "engine", &base64(&engine))?;
    let version = env!("CARGO_PKG_VERSION");
    fs::write(
        folder.join("version.js"),
        format!("// The engine's version.\nexport const version = {};\n", json!(version)),
    )?;
    let about = json!({ "engine": { "sha256": sha256(&engine) }, "rulebook": rulebook });
    // As text: the order of what `exports` names matters.
    let package = fs::read_to_string(folder.join("package.json"))?;
    let rest = package.strip_prefix('{').ok_or("package.json is no object")?;
    let package = format!("{{\n  \"version\": {},\n  \"guidemark\": {about},{rest}", json!(version));
    Ok(fs::write(folder.join("package.json"), package)?)
}

/// The built-in rulebook: compiled, and the texts of its rules, which only those who ask for them load.
fn rulebook(root: &Path, folder: &Path) -> Result<Value, Box<dyn Error>> {
    let book = Rulebook::read(guidemark::built_in::NAME, texts(&root.join("rules"), "guide")?);
    let plan = book.compile().ok_or("the built-in rules have errors: `cargo run -- check rules` says which")?;
    let compiled = plan.write().map_err(|error| error.message)?;
    fs::write(folder.join("rulebook-plan.bin"), &compiled)?;
    inline(folder, "rulebook-plan", &base64(&compiled))?;
    let rules = all_written(&book.program.rules).into_iter();
    let rules: BTreeMap<String, WrittenRule> = rules.map(|rule| (rule.id.clone(), rule)).collect();
    let rules = serde_json::to_string(&rules)?;
    fs::write(folder.join("rulebook-text.json"), &rules)?;
    inline(folder, "rulebook-text", &rules)?;
    Ok(serde_json::to_value(&plan.identity)?)
}

/// A file as a script that can be imported where nothing can be fetched.
fn inline(folder: &Path, name: &str, text: &str) -> Done {
    let folder = folder.join("inline");
    fs::create_dir_all(&folder)?;
    Ok(fs::write(folder.join(format!("{name}.js")), format!("export default {};\n", json!(text)))?)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if path.join(BUILD).is_file() {
            continue;
        }
        if path.is_dir() { copy(&path, &to.join(name))? } else { fs::copy(&path, to.join(name)).map(drop)? }
    }
    Ok(())
}

/// As RFC 4648 has it, with padding.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let shown = digit <= chunk.len();
            let at = (word >> (18 - 6 * digit) & 63) as usize;
            text.push(if shown { char::from(DIGITS[at]) } else { '=' });
        }
    }
    text
}
