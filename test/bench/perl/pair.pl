#!/usr/bin/perl
# The reference's part in the figures that two processes take part in:
#
#   pair.pl OPTIONS      {"program":"receiver" | "sender" | "answerer" | "asker", …}
#
# The same rules as in flood.ts and trips.ts.

use strict;
use warnings;
use POSIX ();
use Time::HiRes qw(time);
use AnyEvent;
use AnyEvent::MP;
use AnyEvent::MP::Kernel;
use AnyEvent::MP::Global;
use File::Basename;
use File::Spec;

require (File::Spec->rel2abs (dirname (__FILE__)) . "/lines.pl");

my $options = options ();
my $program = $options->{program};
my $size    = $options->{size} || 80;
my $text    = "x" x ($size - 31);
my $ahead   = 12 * 2 ** 20 / $size;
$ahead      = $ahead > 20_000 ? 20_000 : int $ahead;
my $ack     = int $ahead / 4;
my @keep;

take_orders ();
configure
   profile  => $program,
   nodeid   => $program,
   secret   => $options->{secret},
   autocork => $options->{autocork} ? 1 : 0,
   binds    => ["127.0.0.1:*"],
   seeds    => [$options->{address} ? $options->{address} : ()];

sub result {
   my (%facts) = @_;
   tell_ (result => map { $_ => $facts{$_} + 0 } keys %facts);
}

sub receiver {
   my ($sender, $received) = (undef, 0);
   my $port = port;
   my $begin = sub {
      my ($before, $at) = ($received, time);
      push @keep, AE::timer $options->{duration} / 1000, 0, sub {
         result (value => ($received - $before) / (time - $at));
      };
   };
   rcv $port, from => sub { $sender = $_[0] };
   rcv $port, test => sub {
      die "got message $_[0] instead of $received\n" if $_[0] != $received;
      push @keep, AE::timer $options->{warmUp} / 1000, 0, $begin unless $received++;
      snd $sender, ack => $received unless $received % $ack;
   };
   tell_ (ready => address => $AnyEvent::MP::Kernel::LISTENER->[0], port => $port);
}

sub sender {
   my $to   = $options->{port};
   my $sent = 0;
   my $acks = port;
   my $send = sub { while ($sent < $_[0] + $ahead) { snd $to, test => $sent++, $text } };
   rcv $acks, ack => $send;
   when_up (sub { snd $to, from => $acks; $send->(0) });
}

sub answerer {
   my $port = port;
   rcv $port, ping => sub { my ($reply, @rest) = @_; snd $reply, pong => @rest };
   tell_ (ready => address => $AnyEvent::MP::Kernel::LISTENER->[0], port => $port);
}

sub asker {
   my $answers = port;
   my ($done, $asked, @times) = (0);
   my $ask = sub { $asked = time; snd $options->{port}, ping => $answers, $done, $text };
   rcv $answers, pong => sub {
      my $time = time - $asked;
      push @times, $time * 1e6 if $done++ >= $options->{warmUp};
      return $ask->() if @times < $options->{trips};
      @times = sort { $a <=> $b } @times;
      result (median => $times[$#times * 0.5], p99 => $times[$#times * 0.99]);
   };
   when_up ($ask);
}

sub when_up {
   my ($action) = @_;
   push @keep, mon_nodes (sub { $action->() if $_[1] });
}

{ no strict "refs"; &$program () }
AE::cv->recv;
