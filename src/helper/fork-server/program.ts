/**
 * The fork server: what a fork costs grows with the size of who forks, and Node waits for the exec besides. This is Perl because every
 * common Linux has it and its process is a twentieth of Node's. It only forks, sets up what Node's own spawn would (session, folder,
 * streams, default signals, environment), and tells pids and exits; without it, or where it is missing, Node spawns.
 *
 * It reads frames: a length in four bytes, then fields that end in a zero byte.
 *   E, name=value ..                                            the environment that later steps build on
 *   R, id, folder, stdout, stderr, count, command and arguments, count, name=value .., names that are absent ..
 * and writes lines:
 *   ready · spawned ID PID START · failed ID ERRNO · exit ID STATUS (as wait gives it)
 * An exec is known to have succeeded when its end of a pipe was closed by it. To wake fewer processes for a short step, that is looked
 * at when the step ends, or after a few milliseconds.
 *
 * SIGCHLD is let through while it waits in ppoll and at no other time, so that no end of a step is ever slept over. Perl has words
 * for neither; a module would, at twice the memory that each fork copies. So both are called by their numbers, as setsid is.
 */
export const FORK_SERVER_PROGRAM = String.raw`
use strict;
my ($SETSID, $PPOLL, $SIGPROCMASK, $helper) = @ARGV;
my $PATIENCE = 16;
my ($WNOHANG, $EINTR, $O_RDONLY, $O_WRONLY, $SIG_BLOCK, $SIG_SETMASK) = (1, 4, 0, 1, 0, 2);
my ($O_NONBLOCK, $F_SETFL) = (2048, 4);
# The mark that we carry is ours, and no step's.
%ENV = ();
my $nothing = pack 'Q', 0;
my %unconfirmed;  # pid => pipe that the exec closes
my %id_of;        # pid => id
my %start_of;     # pid => its start in clock ticks since boot, for as long as it is unconfirmed
my %looks_left;   # pid => how often it may be passed over, however busy we are
my ($in, $out) = ('', "ready\n");
my @ours = qw(INT HUP TERM PIPE CHLD);
$SIG{$_} = 'IGNORE' for qw(INT HUP TERM);
$SIG{PIPE} = sub { exit 0 };
$SIG{CHLD} = sub { };
my $child_signal = pack 'Q', 1 << 16;
syscall($SIGPROCMASK, $SIG_BLOCK, $child_signal, 0, 8) == 0 or exit 1;

sub confirm {
  my ($pid) = @_;
  my $pipe = delete $unconfirmed{$pid} or return;
  my $id = $id_of{$pid};
  my $start = delete $start_of{$pid};
  delete $looks_left{$pid};
  my ($length, $errno);
  do { $length = sysread $pipe, $errno, 16 } until defined $length || $! != $EINTR;
  if ($length) {
    delete $id_of{$pid};
    waitpid $pid, 0;
    $out .= "failed $id $errno\n";
  } else { $out .= "spawned $id $pid $start\n" }
  close $pipe;
}

sub become {
  my ($stdout, $stderr, $folder, $argv, $set, $unset) = @_;
  syscall($SETSID) >= 0 or return;
  sysopen STDIN, '/dev/null', $O_RDONLY or return;
  # Nobody reads them when the helper has died meanwhile: to wait for a reader would be to stay for ever.
  sysopen STDOUT, $stdout, $O_WRONLY | $O_NONBLOCK or return;
  sysopen STDERR, $stderr, $O_WRONLY | $O_NONBLOCK or return;
  fcntl STDOUT, $F_SETFL, 0 or return;
  fcntl STDERR, $F_SETFL, 0 or return;
  chdir $folder or return;
  $SIG{$_} = 'DEFAULT' for @ours;
  syscall($SIGPROCMASK, $SIG_SETMASK, $nothing, 0, 8) == 0 or return;
  delete @ENV{@$unset};
  for (@$set) { my ($name, $value) = split /=/, $_, 2; $ENV{$name} = $value }
  exec { $argv->[0] } @$argv;
}

sub start_of {
  sysopen my $file, "/proc/$_[0]/stat", $O_RDONLY or return 0;
  sysread $file, my $stat, 1024 or return 0;
  return (split / /, substr $stat, rindex($stat, ')') + 2)[19];
}

sub run {
  my ($id, $folder, $stdout, $stderr, @rest) = @_;
  my @argv = splice @rest, 0, shift @rest;
  my @set = splice @rest, 0, shift @rest;
  # What a helper asked for before it was killed is wanted by nobody.
  exit 0 if getppid != $helper;
  if (pipe my $reader, my $writer) {
    my $pid = fork;
    if (defined $pid && $pid == 0) {
      become($stdout, $stderr, $folder, \@argv, \@set, \@rest);
      syswrite $writer, $! + 0;
      exit 127;
    }
    if (defined $pid) {
      $id_of{$pid} = $id;
      $start_of{$pid} = start_of($pid);
      $looks_left{$pid} = $PATIENCE;
      $unconfirmed{$pid} = $reader;
      return;
    }
  }
  $out .= "failed $id " . ($! + 0) . "\n";
}

while (1) {
  while ((my $pid = waitpid -1, $WNOHANG) > 0) {
    my $status = $?;
    confirm($pid);
    my $id = delete $id_of{$pid};
    $out .= "exit $id $status\n" if defined $id;
  }
  while (length $out) {
    my $written = syswrite STDOUT, $out;
    if (defined $written) { substr($out, 0, $written) = '' } elsif ($! != $EINTR) { exit 0 }
  }
  my $stdin = pack 'lss', 0, 1, 0;
  my $soon = pack 'qq', 0, 4_000_000;
  my $ready = syscall $PPOLL, $stdin, 1, %unconfirmed ? $soon : 0, $nothing, 8;
  exit 1 if $ready < 0 && $! != $EINTR;
  for (keys %unconfirmed) { confirm($_) if $ready == 0 || --$looks_left{$_} <= 0 }
  next if $ready <= 0;
  my $length = sysread STDIN, $in, 65536, length $in;
  next if !defined $length && $! == $EINTR;
  exit 0 if !$length;
  while (length $in >= 4 && length $in >= 4 + (my $size = unpack 'N', $in)) {
    my ($kind, @fields) = split /\0/, substr($in, 4, $size), -1;
    substr($in, 0, 4 + $size) = '';
    pop @fields;
    if ($kind eq 'E') { %ENV = map { split /=/, $_, 2 } @fields } else { run(@fields) }
  }
}
`;
