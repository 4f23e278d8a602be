# An access point without a user takes the identity that the client claims, root too; one without a directory shows the whole file system.
#
# Set `posix_user`, and a `root_directory` whose path is not `/`.

rule "efs-access-point-identity" {
  title      = "access point bounds neither user nor directory"
  severity   = "warning"
  profile    = "strict"
  resources  = ["aws_efs_access_point"]
  references = ["https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html"]
  equivalent = ["CKV_AWS_329", "CKV_AWS_330"]

  locals {
    paths = [for directory in self.root_directory : tf::default(directory.path, "/")]
  }

  condition "user" {
    condition = length(self.posix_user) > 0

    finding {
      at      = self.posix_user
      message = "`${self.address}` takes any user that the client claims to be"
      help    = "add a `posix_user` block"
    }
  }

  condition "directory" {
    condition = anytrue([for path in local.paths : path != "/"])

    finding {
      at      = try(self.root_directory[0].path, self.root_directory)
      message = "`${self.address}` shows the whole file system"
      help    = "set `root_directory` to a directory of its own"
    }
  }
}
