/**
 * The fork server: what a fork costs grows with the size of who forks, and Node waits for the exec besides. This is Perl because every
 * common Linux has it and its process is a tenth of Node's. It only forks, sets up what Node's own spawn would (session, folder,
 * streams, default signals, environment), and tells pids and exits; without it, or where it is missing, Node spawns.
 *
 * It reads frames: a length in four bytes, then fields that end in a zero byte.
 *   E, name=value ..                                            the environment that later steps build on
 *   R, id, folder, stdout, stderr, count, command and arguments, count, name=value .., names that are absent ..
 * and writes lines:
 *   ready · spawned ID PID START · failed ID ERRNO · exit ID STATUS (as wait gives it)
 * An exec is known to have succeeded when its end of a pipe was closed by it. To wake fewer processes for a short step, that is looked
 * at when the step ends, or after a few milliseconds.
 */
export const FORK_SERVER_PROGRAM = String.raw`
use strict;
use Fcntl qw(O_RDONLY O_WRONLY);
use POSIX qw(setsid dup2 _exit WNOHANG EINTR);
my %unconfirmed;  # pid => pipe that the exec closes
my %id_of;        # pid => id
my %start_of;     # pid => its start in clock ticks since boot, for as long as it is unconfirmed
my ($in, $out) = ('', '');
my @ours = qw(INT HUP TERM PIPE CHLD);
$SIG{$_} = 'IGNORE' for qw(INT HUP TERM);
$SIG{PIPE} = sub { _exit(0) };
$SIG{CHLD} = sub { };  # ends the select below

sub confirm {
  my ($pid) = @_;
  my $pipe = delete $unconfirmed{$pid} or return;
  my $id = $id_of{$pid};
  my $start = delete $start_of{$pid};
  my ($length, $errno);
  do { $length = sysread $pipe, $errno, 16 } until defined $length || $! != EINTR;
  if ($length) {
    delete $id_of{$pid};
    waitpid($pid, 0);
    $out .= "failed $id $errno\n";
  } else { $out .= "spawned $id $pid $start\n" }
  close $pipe;
}

sub become {
  my ($stdout, $stderr, $folder, $argv, $set, $unset) = @_;
  defined(setsid()) or return;
  sysopen(my $null, '/dev/null', O_RDONLY) or return;
  sysopen(my $first, $stdout, O_WRONLY) or return;
  sysopen(my $second, $stderr, O_WRONLY) or return;
  dup2(fileno $null, 0); dup2(fileno $first, 1); dup2(fileno $second, 2);
  chdir $folder or return;
  $SIG{$_} = 'DEFAULT' for @ours;
  delete @ENV{@$unset};
  for (@$set) { my ($name, $value) = split /=/, $_, 2; $ENV{$name} = $value }
  no warnings;
  exec { $argv->[0] } @$argv;
}

sub start_of {
  sysopen(my $file, "/proc/$_[0]/stat", O_RDONLY) or return 0;
  sysread $file, my $stat, 1024 or return 0;
  return (split / /, substr $stat, rindex($stat, ')') + 2)[19];
}

sub run {
  my ($id, $folder, $stdout, $stderr, @rest) = @_;
  my @argv = splice @rest, 0, shift @rest;
  my @set = splice @rest, 0, shift @rest;
  my $pid;
  if (pipe my $reader, my $writer) {
    $pid = fork;
    if (defined $pid && $pid == 0) {
      become($stdout, $stderr, $folder, \@argv, \@set, \@rest);
      syswrite $writer, $! + 0;
      _exit(127);
    }
    if (defined $pid) {
      $id_of{$pid} = $id;
      $start_of{$pid} = start_of($pid);
      $unconfirmed{$pid} = $reader;
      return;
    }
  }
  $out .= "failed $id " . ($! + 0) . "\n";
}

$out = "ready\n";
while (1) {
  while ((my $pid = waitpid -1, WNOHANG) > 0) {
    my $status = $?;
    confirm($pid);
    my $id = delete $id_of{$pid};
    $out .= "exit $id $status\n" if defined $id;
  }
  while (length $out) {
    my $written = syswrite STDOUT, $out;
    if (defined $written) { substr($out, 0, $written) = '' } elsif ($! != EINTR) { _exit(0) }
  }
  vec(my $wanted = '', 0, 1) = 1;
  # A signal that comes right before select is noticed after it: so it never waits for long while something runs.
  my $ready = select $wanted, undef, undef, %unconfirmed ? 0.004 : %id_of ? 0.25 : undef;
  if ($ready == 0) { confirm($_) for keys %unconfirmed }
  next if $ready <= 0;
  my $length = sysread STDIN, $in, 65536, length $in;
  next if !defined $length && $! == EINTR;
  _exit(0) if !$length;
  while (length $in >= 4 && length $in >= 4 + (my $size = unpack 'N', $in)) {
    my ($kind, @fields) = split /\0/, substr($in, 4, $size), -1;
    substr($in, 0, 4 + $size) = '';
    pop @fields;
    if ($kind eq 'E') { %ENV = map { split /=/, $_, 2 } @fields } else { run(@fields) }
  }
}
`;
