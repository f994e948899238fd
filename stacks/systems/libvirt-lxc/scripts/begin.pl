# PID 1 of a container, until it becomes the container's own program: it takes on the user and what else its domain cannot say. It runs with the
# host's Perl, without a module, whatever the image has. Beside it: `begin`, what to do (see begin.ts); `go`, which tells when; `out`, for its output.
my $own = "/dev/.container-approaches";
my (%call, %told, @limits, @variables, @words);

open my $file, "<", "$own/begin" or die "$own/begin: $!\n";
while (<$file>) {
  chomp;
  my ($key, @values) = split / /, $_, -1;
  s/%([0-9A-F]{2})/chr hex $1/ge for @values;
  if ($key eq "call") { $call{$values[0]} = $values[1] + 0 }
  elsif ($key eq "limit") { push @limits, [map { $_ + 0 } @values] }
  elsif ($key eq "variable") { push @variables, $values[0] }
  elsif ($key eq "word") { push @words, $values[0] }
  else { $told{$key} = \@values }
}
close $file;

# tell NAME, ARGUMENT...: a system call, which must succeed.
sub tell_kernel {
  my ($name, @arguments) = @_;
  syscall($call{$name}, @arguments) != -1 or die "$name: $!\n";
}

my ($bind, $remount, $read_only, $nosuid, $nodev, $noexec) = (0x1000, 0x20, 0x1, 0x2, 0x4, 0x8);
my $none = "none";

# Its output is read from here on.
if (!$told{terminal}) {
  open STDOUT, ">", "$own/out" or die "$own/out: $!\n";
  open STDERR, ">&STDOUT" or die "standard error: $!\n";
  open STDIN, "<", "/dev/null" or die "standard input: $!\n";
}
open my $go, "<", "$own/go" or die "$own/go: $!\n";
<$go>;
close $go;

my $hostname = $told{hostname}[0];
tell_kernel("sethostname", $hostname, length $hostname);

# Libvirt leaves its cgroups writable, and the kernel's requests.
open my $mounts, "<", "/proc/mounts" or die "/proc/mounts: $!\n";
my @read_only = grep { defined } map { /^\S+ (\S+) cgroup2? / ? $1 : undef } <$mounts>;
close $mounts;
my $requests = "/proc/sysrq-trigger";
if (-e $requests) {
  tell_kernel("mount", $requests, $requests, $none, $bind, 0);
  push @read_only, $requests;
}
for my $path (@read_only) {
  tell_kernel("mount", $none, $path, $none, $remount | $bind | $read_only | $nosuid | $nodev | $noexec, 0);
}

for my $limit (@limits) {
  my ($resource, $soft, $hard) = @$limit;
  my $both = pack("qq", $soft, $hard);
  tell_kernel("prlimit64", 0, $resource, $both, 0);
}

# PR_SET_SECCOMP, SECCOMP_MODE_FILTER: while it still may without giving more up.
if ($told{filter}) {
  my $program = pack("H*", $told{filter}[0]);
  my $described = pack("Sx![P]P", length($program) / 8, $program);
  tell_kernel("prctl", 22, 2, $described, 0, 0);
}

# PR_CAPBSET_DROP; the kernel may have fewer capabilities than there are bits.
my %kept = map { $_ => 1 } @{$told{keep}};
for my $capability (0 .. 63) {
  syscall($call{prctl}, 24, $capability, 0, 0, 0) unless $kept{$capability};
}

my ($uid, $gid) = map { $_ + 0 } @{$told{user}};
my @groups = map { $_ + 0 } @{$told{groups}};
my $list = pack("L*", @groups);
tell_kernel("setgroups", scalar @groups, $list);
tell_kernel("setresgid", $gid, $gid, $gid);
tell_kernel("setresuid", $uid, $uid, $uid);

# Of version 3: each of effective, permitted and inheritable in two halves. None is inherited.
my $header = pack("LL", 0x20080522, 0);
my $sets = "\0" x 24;
tell_kernel("capget", $header, $sets);
my ($effective, $permitted, undef, $effective_high, $permitted_high) = unpack("L6", $sets);
my ($low, $high) = (0, 0);
for my $capability (keys %kept) {
  if ($capability < 32) { $low |= 1 << $capability } else { $high |= 1 << ($capability - 32) }
}
$sets = pack("L6", $effective & $low, $permitted & $low, 0, $effective_high & $high, $permitted_high & $high, 0);
tell_kernel("capset", $header, $sets);

# PR_SET_NO_NEW_PRIVS
tell_kernel("prctl", 38, 1, 0, 0, 0) if $told{confined};

chdir $told{folder}[0] or die "$told{folder}[0]: $!\n";
%ENV = map { /^([^=]*)=(.*)$/s ? ($1, $2) : () } @variables;
exec { $words[0] } @words;
print STDERR "$words[0]: $!\n";
exit($!{ENOENT} ? 127 : 126);
