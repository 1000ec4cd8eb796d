#!/usr/bin/perl
# A reference node for tests: tells what happens as JSON lines, does what JSON lines ask for.
#
#   peer.pl NODEID BIND SEED SECRET [MORE]      BIND and SEED may be empty
#
# MORE: further configuration values, as a JSON object.
#
# It prints ["ready",LISTENERS…] ["up",NODE] ["down",NODE] ["group",NAME,ALL] ["got",PORT,MESSAGE…]
# ["died",PORT,REASON…] ["port",PORT]; and takes ["reg",GROUP] ["snd",PORT,MESSAGE…] ["mon",PORT]
# ["kil",PORT,REASON…] ["grp",GROUP] ["spawn",NODE,INIT,ARGS…].

use strict;
use warnings;
use AnyEvent;
use AnyEvent::Handle;
use AnyEvent::MP;
use AnyEvent::MP::Kernel;
use AnyEvent::MP::Global;
use JSON::XS;

my ($nodeid, $bind, $seed, $secret, $more) = @ARGV;
my $json = JSON::XS->new->utf8->canonical->allow_nonref;
my @keep;

$| = 1;
sub tell_ { print $json->encode ([@_]), "\n" }

push @keep, mon_nodes sub { my ($node, $up) = @_; tell_ ($up ? "up" : "down", $node) };

configure
   profile => $nodeid,
   nodeid  => $nodeid,
   secret  => $secret,
   binds   => [length $bind ? $bind : ()],
   seeds   => [length $seed ? $seed : ()],
   %{ JSON::XS->new->utf8->decode ($more || "{}") };

# Answers "echo, PORT, …" with "…"; tells of everything else.
sub service {
   my $port = port;
   rcv $port, sub { tell_ (got => $port, @_) };
   rcv $port, echo => sub { my ($reply, @rest) = @_; snd $reply, @rest };
   $port
}

my %do = (
   reg   => sub { my $port = service; grp_reg $_[0], $port; tell_ (port => $port) },
   snd   => sub { my ($to, @message) = @_; snd $to, @message },
   mon   => sub { my ($port) = @_; push @keep, mon $port, sub { tell_ (died => $port, @_) } },
   kil   => sub { my ($port, @reason) = @_; kil $port, @reason },
   grp   => sub { my ($name) = @_; push @keep, grp_mon $name, sub { tell_ (group => $name, $_[0]) } },
   spawn => sub { my ($node, @init) = @_; tell_ (port => spawn $node, @init) },
);

my $input; $input = AnyEvent::Handle->new (
   fh       => \*STDIN,
   on_error => sub { exit 0 },
   on_read  => sub {
      $_[0]->push_read (line => sub {
         my ($name, @args) = @{ $json->decode ($_[1]) };
         $do{$name}->(@args);
      });
   },
);

# Ends by itself: a test that fails must leave nothing behind.
my $end = AE::timer 60, 0, sub { exit 0 };

tell_ (ready => @$AnyEvent::MP::Kernel::LISTENER);
AnyEvent->condvar->recv;
