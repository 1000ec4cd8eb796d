/** Said by `--help`; docs/aemp.md says more. */
export const HELP = `Usage: npm run aemp -- [options] WORD ARGUMENTS... [WORD ARGUMENTS...]...
       meshdeck aemp [options] WORD ARGUMENTS... [WORD ARGUMENTS...]...

The words of the aemp utility of AnyEvent::MP, on the same file. All words of a
line are checked first and then written at once.

Node ID and proof of belonging
  setnodeid ID, delnodeid
  gensecret, setsecret TEXT, delsecret
  gencert, setcert FILE, delcert

Lists; HOST:PORT,... or a JSON array
  setseeds, delseeds, addseed, delseed
  setbinds, delbinds, addbind, delbind
  setservices, delservices, addservice, delservice

Profiles
  profile NAME            what follows is for this profile
  delprofile NAME
  setparent NAME, delparent
  showprofile NAME        the values of a profile, secrets included
  showconfig [NAME [KEY VALUE]...]   the values in effect, secrets included

Connections
  setmonitor_timeout SECONDS, setconnect_interval SECONDS
  setframing_format, setauth_offer, setauth_accept    JSON arrays
  setautocork 0|1, setnodelay 0|1, settls_required 0|1
  del... in place of set... inherits again; "set" may be left out.

The network, as a node for a while
  snd PORT ARGUMENTS...   send a message; says when it has arrived
  cal PORT ARGUMENTS...   send a message with a reply port, print the reply
  mon PORT                wait until the port or node is gone, print why
  trace NODE              who is connected to whom
  run [PROFILE] [KEY VALUE]...   a node until it is ended

Options, before the first word
  --rc FILE               configuration file
  --timeout SECONDS       how long snd, cal, mon and trace wait
  --help, --version

Arguments that begin with [ { or " are JSON. Exit codes: 0, 1 for no answer
from the network, 2 for anything to be corrected; then nothing was written.
`;
