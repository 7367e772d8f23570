provider "aws" {
  s3_use_path_style = true # a loopback address has no host name for each bucket
}
