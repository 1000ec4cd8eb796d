# How a program of the benchmark talks to the one that started it: a JSON object a line, both ways.
# It ends with its standard input.

use strict;
use warnings;
use AnyEvent;
use AnyEvent::Handle;
use JSON::XS;

my $json = JSON::XS->new->utf8->canonical;
my $input;

$| = 1;

sub tell_ {
   my ($what, %facts) = @_;
   print $json->encode ({ tell => $what, %facts }), "\n";
}

sub take_orders {
   my (%orders) = @_;
   $input = AnyEvent::Handle->new (
      fh       => \*STDIN,
      on_eof   => sub { POSIX::_exit (0) },
      on_error => sub { POSIX::_exit (0) },
      on_read  => sub {
         $_[0]->push_read (line => sub {
            my $order = $json->decode ($_[1]);
            $orders{ $order->{do} }->($order);
         });
      },
   );
}

sub options { $json->decode ($ARGV[0] // '{}') }

1
