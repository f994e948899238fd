#!/usr/bin/perl
# observe SECONDS: looks at all processes of its PID and network namespace for so long, a few times a second, and prints one JSON document with
# all that it has seen. In Perl, which the base image has: nothing has to be installed in the container that is watched.
use strict;
use warnings;
use Socket;

my $seconds = shift // 10;
my $self = $$;
my (%processes, %seen);

sub text { my ($path) = @_; open my $file, "<", $path or return ""; local $/; my $content = <$file> // ""; return $content }

sub quoted {
  my ($text) = @_;
  # Bytes that are no UTF-8 must not break the document.
  utf8::decode(my $copy = $text) or $text =~ s/[^\x20-\x7e]/?/g;
  $text =~ s/([\\"])/\\$1/g;
  $text =~ s/([\x00-\x1f])/sprintf "\\u%04x", ord $1/ge;
  return "\"$text\"";
}

sub note { my ($kind, @fields) = @_; $seen{$kind}{join "\0", @fields} = [@fields] }

sub address4 { return join ".", reverse unpack "C4", pack "H8", shift }

sub address6 {
  my $bytes = join "", map { scalar reverse pack "H8", $_ } shift =~ /(.{8})/g;
  return join ".", unpack "C4", substr $bytes, 12 if substr($bytes, 0, 12) eq "\0" x 10 . "\xff\xff";
  return Socket::inet_ntop(AF_INET6, $bytes);
}

# Sockets by inode: protocol, own address and port, the other's, and whether it listens.
sub sockets {
  my %found;
  for my $protocol (qw(tcp tcp6 udp udp6)) {
    my ($title, @lines) = split /\n/, text("/proc/net/$protocol");
    for (@lines) {
      my ($local, $remote, $state, $inode) = (split)[1, 2, 3, 9];
      my $read = $protocol =~ /6/ ? \&address6 : \&address4;
      my ($address, $port) = split /:/, $local;
      my ($other, $far) = split /:/, $remote;
      # Nobody holds it any more: it tells that someone connected, and not who.
      if ($state eq "06" and $inode == 0) { note("passed", @$_) for [$read->($other), hex $far], [$read->($address), hex $port] }
      my $listens = $protocol =~ /tcp/ ? $state eq "0A" : hex($far) == 0;
      $found{$inode} = [substr($protocol, 0, 3), $read->($address), hex $port, $read->($other), hex $far, $listens];
    }
  }
  return \%found;
}

# Unix sockets by inode: path, state, and the inode of the other end. The kernel tells that by netlink only.
sub unix_sockets {
  my %found;
  socket my $socket, 16, SOCK_RAW, 4 or return \%found;
  my $request = pack "C C S L L L L L", AF_UNIX, 0, 0, 0xffffffff, 0, 1 | 4, 0xffffffff, 0xffffffff;
  send $socket, pack("L S S L L", 16 + length $request, 20, 0x301, 1, 0) . $request, 0 or return \%found;
  ANSWER: while (defined recv $socket, my $buffer, 65536, 0) {
    while (length $buffer >= 16) {
      my ($length, $type) = unpack "L S", $buffer;
      last ANSWER if $type == 3 or $type == 2 or $length < 16;
      my $message = substr $buffer, 16, $length - 16;
      $buffer = substr $buffer, ($length + 3) & ~3;
      my (undef, undef, $state, undef, $inode) = unpack "C C C C L", $message;
      my ($path, $peer) = ("", 0);
      my $attributes = substr $message, 16;
      while (length $attributes >= 4) {
        my ($size, $kind) = unpack "S S", $attributes;
        last if $size < 4;
        my $value = substr $attributes, 4, $size - 4;
        $path = $value if $kind == 0;
        $peer = unpack "L", $value if $kind == 2;
        $attributes = $size >= length $attributes ? "" : substr $attributes, ($size + 3) & ~3;
      }
      $path =~ s/^\0/\@/;
      $path =~ s/\0.*//s;
      $found{$inode} = [$path, $state, $peer];
    }
  }
  return \%found;
}

sub look {
  my ($inet, $unix) = (sockets(), unix_sockets());
  my %holders;
  opendir my $proc, "/proc" or die "/proc: $!";
  for my $pid (sort { $a <=> $b } grep { /^\d+$/ } readdir $proc) {
    next if $pid == $self;
    my $command = text("/proc/$pid/cmdline");
    my ($parent) = text("/proc/$pid/stat") =~ /^\d+ \(.*\) \S (\d+)/s or next;
    # A thread of the kernel, or one that has ended.
    next if $command eq "";
    $processes{$pid} = [$parent, readlink("/proc/$pid/exe") // "", $command, text("/proc/$pid/environ")] unless exists $processes{$pid} and $processes{$pid}[2] eq $command;
    opendir my $folder, "/proc/$pid/fd" or next;
    for my $fd (grep { /^\d+$/ } readdir $folder) {
      my $target = readlink "/proc/$pid/fd/$fd" or next;
      if ($target =~ /^socket:\[(\d+)\]$/) { push @{$holders{$1}}, $pid; next }
      next unless $target =~ m{^/} and $target !~ m{^/(?:dev|proc|sys)/} and $target !~ / \(deleted\)$/ and -f "/proc/$pid/root$target";
      my ($flags) = text("/proc/$pid/fdinfo/$fd") =~ /^flags:\s*([0-7]+)/m;
      note("files", $pid, $target, (oct($flags // "0") & 3) == 0 ? "reads" : "writes");
    }
  }
  for my $inode (keys %holders) {
    for my $pid (@{$holders{$inode}}) {
      if (my $one = $inet->{$inode}) {
        my ($protocol, $address, $port, $other, $far, $listens) = @$one;
        if ($listens) { note("listens", $pid, $protocol, $address, $port) }
        elsif ($protocol eq "tcp") { note("connects", $pid, $protocol, $other, $far, $port) }
      }
      my $own = $unix->{$inode} or next;
      my ($path, $state, $peer) = @$own;
      note("unixListens", $pid, $path) if $path ne "" and $state == 10;
      my $theirs = $unix->{$peer} or next;
      # The end that was accepted has the path; the other has none.
      note("unixConnects", $pid, $theirs->[0]) if $path eq "" and $theirs->[0] ne "";
    }
  }
}

my $until = time + $seconds;
do { look(); select undef, undef, undef, 0.1 } while time < $until;

sub list { my ($kind, @names) = @_; return join ",\n", map { my @fields = @$_; "{" . join(",", map { my $value = $fields[$_]; quoted($names[$_]) . ":" . ($value =~ /^\d+$/ && $names[$_] ne "path" ? $value : quoted($value)) } 0 .. $#names) . "}" } map { $seen{$kind}{$_} } sort keys %{$seen{$kind} // {}} }

sub words { my ($text) = @_; return "[" . join(",", map { quoted($_) } split /\0/, $text) . "]" }

print "{\"processes\":[\n", join(",\n", map { my ($parent, $program, $command, $environment) = @{$processes{$_}}; "{\"pid\":$_,\"parent\":$parent,\"program\":" . quoted($program) . ",\"command\":" . words($command) . ",\"environment\":" . words($environment) . "}" } sort { $a <=> $b } keys %processes), "],\n";
print "\"listens\":[\n", list("listens", qw(pid protocol address port)), "],\n";
print "\"connects\":[\n", list("connects", qw(pid protocol address port from)), "],\n";
print "\"passed\":[\n", list("passed", qw(address port)), "],\n";
print "\"unixListens\":[\n", list("unixListens", qw(pid path)), "],\n";
print "\"unixConnects\":[\n", list("unixConnects", qw(pid path)), "],\n";
print "\"files\":[\n", list("files", qw(pid path how)), "]}\n";
