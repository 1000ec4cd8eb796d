#!/usr/bin/perl
# A reference node that joins others when told to; tells when it sees all of them, and whom it loses.

use strict;
use warnings;
use POSIX ();
use AnyEvent;
use AnyEvent::MP;
use AnyEvent::MP::Kernel;
use AnyEvent::MP::Global;
use File::Basename;
use File::Spec;

require (File::Spec->rel2abs (dirname (__FILE__)) . "/lines.pl");

my (%up, $others, $complete);
my $options = options ();

my $watch = mon_nodes (sub {
   my ($node, $is_up) = @_;
   if ($is_up) { $up{$node} = 1 } else { delete $up{$node}; tell_ (down => node => $node) }
   return if $complete || !$others || $others > keys %up;
   $complete = 1;
   tell_ ("complete");
});

take_orders (go => sub {
   my ($order) = @_;
   $others = $order->{others};
   configure
      profile => $order->{id},
      nodeid  => $order->{id},
      secret  => $options->{secret},
      binds   => ["127.0.0.1:*"],
      seeds   => $order->{seeds};
   tell_ (listening => address => $AnyEvent::MP::Kernel::LISTENER->[0]);
});
tell_ ("ready");
AE::cv->recv;
