#!/usr/bin/perl
# Two ports of one reference node answer each other:   local.pl OPTIONS
#
# The reference delivers such messages without returning to its event loop, so the clock is looked at
# between them.

use strict;
use warnings;
use POSIX ();
use Time::HiRes qw(time);
use AnyEvent;
use AnyEvent::MP;
use File::Basename;
use File::Spec;

require (File::Spec->rel2abs (dirname (__FILE__)) . "/lines.pl");

my $options = options ();
my $text    = "x" x 49;
my ($left, $right) = (port, port);
my ($deliveries, $begun, $from) = (0, 0, time + $options->{warmUp} / 1000);

sub more {
   return 1 if ++$deliveries % 1000;
   my $now = time;
   return 1 if $now < $from;
   ($begun, $deliveries, $from) = (1, 0, $now) unless $begun;
   return 1 if $now < $from + $options->{duration} / 1000;
   tell_ (result => value => $deliveries / ($now - $from));
   0
}

take_orders ();
rcv $left,  test => sub { snd $right, test => $_[0] + 1, $text if more () };
rcv $right, test => sub { snd $left,  test => $_[0] + 1, $text if more () };
snd $left, test => 0, $text;
AE::cv->recv;
