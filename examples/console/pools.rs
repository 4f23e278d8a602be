//! What expressions are made of: Terraform's functions with the types of their arguments, and literals for each type.
//!
//! A type is a letter: `b` bool, `n` number, `s` string, `L` list of strings, `N` list of numbers, `l` list, `e` set, `m` map, `o` object,
//! `a` any; other letters are strings in a language of their own, which only literals are written in.

use std::collections::BTreeMap;

/// `result:name:parameters`; a `*` after a parameter: more of it; a `?`: it may be missing.
/// Those that give something else in every run are left out, and what depends on the working directory; `templatestring` is in `generate`,
/// and `type`, which must stand alone in the console, is asked of every expression.
pub const SIGNATURES: &str = r"
n:abs:n s:abspath:p b:alltrue:l b:anytrue:l s:base64decode:6 s:base64encode:s s:base64sha256:s s:base64sha512:s
s:basename:p b:can:a n:ceil:n l:chunklist:ln s:chomp:s s:cidrhost:cn s:cidrnetmask:c s:cidrsubnet:cnn L:cidrsubnets:cn*
a:coalesce:aa* l:coalescelist:ll* L:compact:L l:concat:ll* b:contains:la l:csvdecode:v s:dirname:p l:distinct:l a:element:ln
b:endswith:ss a:ephemeralasnull:a s:file:f s:filebase64:f s:filebase64sha256:f s:filebase64sha512:f b:fileexists:f
s:filemd5:f e:fileset:dg s:filesha1:f s:filesha256:f s:filesha512:f l:flatten:l n:floor:n s:format:F s:format:Fa s:format:Faa
s:format:Fs s:format:Fn s:format:Fn s:formatdate:Dt L:formatlist:Faa L:formatlist:Fl L:formatlist:Fll s:indent:ns n:index:la
b:issensitive:a s:join:sL s:join:sL* a:jsondecode:j s:jsonencode:a L:keys:m n:length:a n:length:l n:log:nn a:lookup:msa
a:lookup:os? s:lower:s l:matchkeys:lll n:max:nn* s:md5:s m:merge:mm* o:merge:oo* n:min:nn* a:nonsensitive:a a:one:l
n:parseint:Pn s:pathexpand:p n:pow:nn N:range:n N:range:nn N:range:nnn a:regex:rs l:regexall:rs s:replace:sRs s:replace:sss
l:reverse:l s:rsadecrypt:ss e:setintersection:ee* l:setproduct:ll* e:setproduct:ee e:setsubtract:ee e:setunion:ee*
a:sensitive:a s:sha1:s s:sha256:s s:sha512:s n:signum:n l:slice:lnn L:sort:L L:split:ss b:startswith:ss b:strcontains:ss
s:strrev:s s:substr:snn n:sum:N s:templatefile:To s:textdecodebase64:6E s:textencodebase64:sE s:timeadd:tu n:timecmp:tt
s:title:s b:tobool:a l:tolist:l l:tolist:e m:tomap:m m:tomap:o n:tonumber:a e:toset:l s:tostring:a m:transpose:m s:trim:ss
s:trimprefix:ss s:trimspace:s s:trimsuffix:ss a:try:aa s:upper:s s:urlencode:s s:uuidv5:Us l:values:m l:values:o
a:yamldecode:y s:yamlencode:a m:zipmap:Ll m:zipmap:ll
";

/// The lines of `literals.table` by their letter.
#[derive(Debug)]
pub struct Literals(BTreeMap<char, Vec<&'static str>>);

impl Literals {
    pub fn read() -> Self {
        let mut literals = BTreeMap::<char, Vec<&'static str>>::new();
        let lines = include_str!("literals.table").lines();
        for (letter, literal) in lines.filter_map(|line| line.split_once(' ')) {
            if let (Some(letter), false) = (letter.chars().next(), letter == "#") {
                literals.entry(letter).or_default().push(literal);
            }
        }
        Self(literals)
    }

    /// What can stand for a letter.
    pub fn of(&self, letter: char) -> &[&'static str] {
        self.0.get(&letter).map_or(&["null"], Vec::as_slice)
    }
}
