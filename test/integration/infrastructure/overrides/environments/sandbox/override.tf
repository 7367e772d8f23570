terraform {
  backend "local" {}
}

provider "aws" {
  s3_use_path_style = true # a bucket is no host name on a loopback address
}
