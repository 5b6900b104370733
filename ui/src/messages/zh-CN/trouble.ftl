## Trouble

lost-title = Haul 引擎没有响应
lost-body = 您的下载安全地保存在磁盘上，会从停下的地方继续。Haul 会不断尝试；如果问题持续，请退出并重新启动。
lost-short = Haul 引擎没有响应。您看到的内容可能已过时。
lost-retry = 重试
